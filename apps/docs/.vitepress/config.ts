import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type HeadConfig } from "vitepress";
import { anyBase, placeholderBase, relativeAddresses, relativeLinks } from "./any-base.js";
import { cardSize, pictureOf, writePictures } from "./cards/index.js";
import { contentSecurityPolicy } from "./content-security-policy.js";
import { notFoundPage } from "./not-found.js";
import { pageDescription } from "./page-description.js";
import { readmeIncludes, withReadmes } from "./readme-includes.js";
import { sidebar } from "./sidebar.js";
import { sourcesHash } from "./sources-hash.js";

/** While it is written the site is at the root; a built one works under any path. */
const base = process.env["NODE_ENV"] === "production" ? placeholderBase : "/";

/** Taken before anything is read, so that what changes meanwhile makes the site stale. */
const builtFrom = sourcesHash();

/** Where the site will stand, such as "https://example.org/elbow/": only then can a preview find its picture for sure. */
const siteUrl = process.env["SITE_URL"];
const publicFolder = fileURLToPath(new URL("../public/", import.meta.url));
const pagePath = (source: string): string =>
  source.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html");
await writePictures(join(publicFolder, "pictures"));

export default defineConfig({
  title: "Elbow",
  description: "Classic neural networks on the web, trained live in the page.",
  lang: "en",
  base,
  outDir: "dist",
  cacheDir: ".cache/vitepress",
  srcExclude: ["README.md", "test/**"],
  head: [["link", { rel: "icon", href: `${base}icon.svg`, type: "image/svg+xml" }]],
  // High contrast: the usual themes of code blocks fall below 4.5:1 on grey.
  markdown: {
    math: true,
    config: relativeLinks,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  // The front page links to everything, and would fetch it all in advance.
  router: { prefetchLinks: false },
  vite: {
    plugins: [readmeIncludes(), anyBase()],
    worker: { format: "es" },
    build: { chunkSizeWarningLimit: 2000 },
    server: { fs: { allow: ["../.."] } },
  },
  transformPageData(pageData, { siteConfig }) {
    const source = join(siteConfig.srcDir, pageData.filePath || pageData.relativePath);
    if (existsSync(source)) pageData.description ||= pageDescription(readFileSync(source, "utf8")) ?? "";
    pageData.frontmatter["head"] = [
      ...((pageData.frontmatter["head"] as HeadConfig[] | undefined) ?? []),
      ["meta", { property: "og:type", content: "website" }],
      ["meta", { property: "og:site_name", content: "Elbow" }],
      ["meta", { property: "og:title", content: pageData.title || "Elbow" }],
      ["meta", { property: "og:description", content: pageData.description || siteConfig.site.description }],
      [
        "meta",
        {
          property: "og:image",
          content: `${siteUrl ?? base}pictures/${pictureOf(pageData.relativePath)}.png`,
        },
      ],
      ["meta", { property: "og:image:width", content: String(cardSize.width) }],
      ["meta", { property: "og:image:height", content: String(cardSize.height) }],
      ["meta", { name: "twitter:card", content: "summary_large_image" }],
      ...(siteUrl === undefined
        ? []
        : [
            [
              "link",
              { rel: "canonical", href: siteUrl + pagePath(pageData.relativePath) },
            ] satisfies HeadConfig,
          ]),
    ];
  },
  transformHtml: (html, _, { page }) =>
    contentSecurityPolicy(
      page === "404.md"
        ? notFoundPage(["api", "assets", "courses", "examples", "packages"])
        : relativeAddresses(html, page),
    ),
  // The tests read it, lest they look at a site of yesterday.
  buildEnd: ({ outDir }) => writeFileSync(join(outDir, "sources.txt"), builtFrom),
  themeConfig: {
    nav: [
      { text: "Getting started", link: "/getting-started" },
      { text: "Examples", link: "/examples/" },
      { text: "Courses", link: "/courses/" },
      { text: "Packages", link: "/packages/" },
      { text: "Results", link: "/results" },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      // The index is made from the files, without the plugins above.
      options: { _render: (source, env, markdown) => markdown.render(withReadmes(source, env.path), env) },
    },
    socialLinks: [{ icon: "github", link: "https://github.com/elbowjs/elbow" }],
    footer: { message: "MIT licence. Everything runs in this page; nothing you draw or open leaves it." },
  },
});
