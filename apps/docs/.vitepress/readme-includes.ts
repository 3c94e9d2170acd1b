import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vitepress";

const marker = /^<!-- readme (example|sections|section "[^"]+"|page): ([a-z/-]+) -->$/gm;

/**
 * Puts parts of a README of this repository into a page, so that the two never disagree and the code is the code that the
 * package's tests run. In `<!-- readme example: packages/kmeans-nn -->` the first word says which part:
 *
 * - `example`: the first JavaScript block;
 * - `sections`: everything from the first second-level heading on;
 * - `section "Measured"`: that section alone, nothing if there is none;
 * - `page`: everything below the title, nothing if there is no such file.
 */
export function readmeIncludes(): Plugin {
  return {
    name: "elbow:readme-includes",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".md")) return undefined;
      return code.replace(marker, (_, part: string, folder: string) => {
        const file = fileURLToPath(new URL(`../../../${folder}/README.md`, import.meta.url));
        if (part === "page" && !existsSync(file)) return "";
        this.addWatchFile(file);
        const readme = readFileSync(file, "utf8");
        if (part === "example") return example(readme, folder);
        const text =
          part === "sections"
            ? readme.slice(readme.search(/^## /m))
            : part === "page"
              ? demoted(readme.replace(/^# .*\n/, ""))
              : demoted(section(readme, part.slice('section "'.length, -1)));
        return withoutRelativeLinks(withPictures(text, dirname(file), dirname(id)));
      });
    },
  };
}

function example(readme: string, folder: string): string {
  const block = /^```js\n[\s\S]*?^```$/m.exec(readme)?.[0];
  if (block === undefined)
    throw new Error(`readmeIncludes: expected a js block in the README of ${folder}, got none`);
  return block;
}

/** What stands below a second-level heading, up to the next one. */
function section(readme: string, heading: string): string {
  const [, ...sections] = readme.split(/^## /m);
  const found = sections.find((text) => text.startsWith(`${heading}\n`));
  return found?.slice(heading.length) ?? "";
}

/** Every heading one level down, to stand under one of the page's own. */
const demoted = (text: string): string => text.replace(/^(#+ )/gm, "#$1");

/** Pictures beside the README, from where the page lies; one that is not there is left out. */
const withPictures = (text: string, from: string, to: string): string =>
  text.replace(/^!\[([^\]]*)\]\((?!https?:)([^)]*)\)\n/gm, (_, words: string, path: string) => {
    const file = join(from, path);
    return existsSync(file) ? `<img src="${relative(to, file)}" alt="${words}" class="from-readme">\n` : "";
  });

/** Links into the repository would lead nowhere on the site, so relative ones become plain text. */
const withoutRelativeLinks = (text: string): string =>
  text.replace(/(?<!!)\[([^\]]+)\]\((?!https?:)[^)]*\)/g, "$1");
