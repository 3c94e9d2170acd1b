import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vitepress";

const marker = /^<!-- readme (example|sections|measured|page): ([a-z/-]+) -->$/gm;

/** A command of this repository's that makes numbers: what tells a section of measurements from another one. */
export const measuringCommand: RegExp =
  /\b(node (bench|scripts|packages|test)\/|npm run bench|npx vitest run|test\/fixtures\/make-)/;

/**
 * Puts parts of a README of this repository into a page, so that the two never disagree and the code is the code that the
 * package's tests run. In `<!-- readme example: packages/kmeans-nn -->` the first word says which part:
 *
 * - `example`: the first JavaScript block;
 * - `sections`: everything from the first second-level heading on;
 * - `measured`: every section that names a command which makes its numbers, under its own heading;
 * - `page`: everything below the title, nothing if there is no such file.
 *
 * @param source The page's Markdown.
 * @param page Its file.
 * @param included Told each README that was read.
 */
export function withReadmes(
  source: string,
  page: string,
  included: (file: string) => void = () => {},
): string {
  return source.replace(marker, (_, part: string, folder: string) => {
    const file = fileURLToPath(new URL(`../../../${folder}/README.md`, import.meta.url));
    if (part === "page" && !existsSync(file)) return "";
    included(file);
    const readme = readFileSync(file, "utf8");
    if (part === "example") return example(readme, folder);
    const text =
      part === "sections"
        ? readme.slice(readme.search(/^## /m))
        : demoted(part === "page" ? readme.replace(/^# .*\n/, "") : measured(readme, folder));
    return withoutRelativeLinks(withPictures(text, dirname(file), dirname(page)));
  });
}

/** Does so for every page that Vite reads. */
export function readmeIncludes(): Plugin {
  return {
    name: "elbow:readme-includes",
    enforce: "pre",
    transform(code, id) {
      return id.endsWith(".md") ? withReadmes(code, id, (file) => this.addWatchFile(file)) : undefined;
    },
  };
}

function example(readme: string, folder: string): string {
  const block = /^```js\n[\s\S]*?^```$/m.exec(readme)?.[0];
  if (block === undefined)
    throw new Error(`withReadmes: expected a js block in the README of ${folder}, got none`);
  return block;
}

/** The second-level sections that say how their numbers are made. */
function measured(readme: string, folder: string): string {
  const [, ...sections] = readme.split(/^(?=## )/m);
  const found = sections.filter((text) => measuringCommand.test(text));
  if (found.length === 0)
    throw new Error(
      `withReadmes: expected a section with a measuring command in the README of ${folder}, got none`,
    );
  return found.join("");
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
