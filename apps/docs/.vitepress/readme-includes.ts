import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vitepress";

const marker = /^<!-- readme (example|sections): ([a-z-]+) -->$/gm;

/**
 * Puts parts of a package's README into a page, so that the two never disagree and the code is the code that the
 * package's tests run. `<!-- readme example: kmeans-nn -->` becomes the first JavaScript block, `<!-- readme sections:
 * kmeans-nn -->` everything from the first second-level heading on.
 */
export function readmeIncludes(): Plugin {
  return {
    name: "elbow:readme-includes",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".md")) return undefined;
      return code.replace(marker, (_, part: "example" | "sections", name: string) => {
        const file = fileURLToPath(new URL(`../../../packages/${name}/README.md`, import.meta.url));
        this.addWatchFile(file);
        return part === "example"
          ? example(readFileSync(file, "utf8"), name)
          : sections(readFileSync(file, "utf8"));
      });
    },
  };
}

function example(readme: string, name: string): string {
  const block = /^```js\n[\s\S]*?^```$/m.exec(readme)?.[0];
  if (block === undefined)
    throw new Error(`readmeIncludes: expected a js block in the README of ${name}, got none`);
  return block;
}

/** Links into the repository would lead nowhere on the site, so pictures and relative links are left out. */
function sections(readme: string): string {
  const start = readme.search(/^## /m);
  if (start < 0) return "";
  return readme
    .slice(start)
    .replace(/^!\[[^\]]*\]\((?!https?:)[^)]*\)\n/gm, "")
    .replace(/\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, "$1");
}
