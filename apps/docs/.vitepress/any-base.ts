import { posix } from "node:path";
import type { MarkdownRenderer, Plugin } from "vitepress";

/**
 * The base path that the site is built for. No host has it: wherever it would be written into the site, an address
 * relative to the page or to the script is written instead, so that one folder works under every path.
 */
export const placeholderBase = "/__base__/";

/** What a host shows for an address that leads nowhere. It cannot know how deep it stands, so it needs no other file. */
const notFoundPage = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>No such page | Elbow</title>
    <style>:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif } body { max-width: 30rem; margin: 20vh auto; padding: 0 1rem }</style>
  </head>
  <body>
    <h1>No such page</h1>
    <p>Nothing is at this address. Try <a href="./">the folder it is in</a>, or <a href="../">the one above</a>.</p>
  </body>
</html>
`;

/**
 * A built page with addresses relative to itself. What the scripts take for the base is computed when the page opens.
 *
 * @param html The page, built for the placeholder.
 * @param page Its source, such as `examples/k-means.md`.
 */
export function relativeAddresses(html: string, page: string): string {
  if (page === "404.md") return notFoundPage;
  const root = "../".repeat(page.split("/").length - 1) || "./";
  const data = /window\.__VP_SITE_DATA__=JSON\.parse\(".*"\);/;
  if (!data.test(html))
    throw new Error(
      `relativeAddresses: expected the site's data in ${page}, got none; has VitePress changed?`,
    );
  return html
    .replace(data, (script) => `${script}__VP_SITE_DATA__.base=new URL("${root}",location.href).pathname;`)
    .replaceAll(placeholderBase, root);
}

/** Turns the links of a page that begin at the site's root into relative ones. */
export function relativeLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("relative-links", ({ tokens, env }) => {
    const folder = `/${posix.dirname(env.relativePath ?? "")}`;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const [path = "", anchor] = (token.attrGet("href") ?? "").split("#");
      if (token.type !== "link_open" || !path.startsWith("/")) continue;
      const end = path.endsWith("/") ? "/" : "";
      const relative = posix.relative(folder, path) || ".";
      token.attrSet("href", `${relative}${end}${anchor === undefined ? "" : `#${anchor}`}`);
    }
  });
}

/** Writes relative addresses into the scripts, and lets VitePress's own ask the page for its base. */
export function anyBase(): Plugin {
  return {
    name: "elbow:any-base",
    apply: "build",
    enforce: "pre",
    config: () => ({
      experimental: { renderBuiltUrl: (_, { ssr }) => (ssr ? undefined : { relative: true }) },
    }),
    transform(code, id, { ssr = false } = {}) {
      if (ssr) return undefined;
      if (id.endsWith("/vitepress/dist/client/app/utils.js")) {
        const known = "import.meta.env.BASE_URL";
        if (!code.includes(known))
          throw new Error(`anyBase: expected ${known} in ${id}, got none; has VitePress changed?`);
        return code.replace(known, "decodeURIComponent(siteDataRef.value.base)");
      }
      if (id.startsWith("/@localSearchIndex") && code.includes(placeholderBase))
        return `${code}.replaceAll("${placeholderBase}", globalThis.__VP_SITE_DATA__.base)`;
      return undefined;
    },
  };
}
