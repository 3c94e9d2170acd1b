import { defineConfig } from "vitepress";
import { contentSecurityPolicy } from "./content-security-policy.js";
import { readmeIncludes } from "./readme-includes.js";
import { sidebar } from "./sidebar.js";

export default defineConfig({
  title: "Elbow",
  description: "Classic neural networks on the web, trained live in the page.",
  lang: "en",
  base: process.env["DOCS_BASE"] ?? "/",
  outDir: "dist",
  cacheDir: ".cache/vitepress",
  srcExclude: ["README.md", "test/**"],
  head: [
    ["link", { rel: "icon", href: `${process.env["DOCS_BASE"] ?? "/"}icon.svg`, type: "image/svg+xml" }],
  ],
  // High contrast: the usual themes of code blocks fall below 4.5:1 on grey.
  markdown: {
    math: true,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  // The front page links to everything, and would fetch it all in advance.
  router: { prefetchLinks: false },
  vite: {
    plugins: [readmeIncludes()],
    worker: { format: "es" },
    build: { chunkSizeWarningLimit: 2000 },
    server: { fs: { allow: ["../.."] } },
  },
  transformHtml: (html) => contentSecurityPolicy(html),
  themeConfig: {
    nav: [
      { text: "Examples", link: "/examples/k-means" },
      { text: "Packages", link: "/packages/kmeans-nn" },
      { text: "Results", link: "/results" },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: "https://github.com/elbowjs/elbow" }],
    footer: { message: "MIT licence. Everything runs in this page; nothing you draw or open leaves it." },
  },
});
