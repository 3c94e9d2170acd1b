import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { escapeHtml } from "../escape.js";
import { pageStyle } from "./page-style.js";

/** A part of a page. */
export interface Section {
  /** Text. */
  readonly title: string;
  /** HTML; text goes through {@link escapeHtml}. Made by {@link picture}, {@link definitions}, {@link table}, `figure`, …. */
  readonly html: string;
}

/** What {@link page} shows. */
export interface PageOptions {
  /** Text. */
  readonly title: string;
  /** HTML between the title and the first section. Default: nothing. */
  readonly lead?: string | undefined;
  readonly sections: readonly Section[];
  /** Language of the page. Default "en". */
  readonly lang?: string | undefined;
}

/**
 * A page that needs no other file: style, drawings and pictures inside, light or dark as the reader's system. Its own
 * Content-Security-Policy forbids scripts and every request, so that a page of somebody else's data stays a picture of it.
 *
 * @throws TypeError for an unknown option.
 */
export function page(options: PageOptions): string {
  checkOptions("page", options, ["title", "lead", "sections", "lang"]);
  checkKinds("page", {
    options: [
      options,
      {
        title: "string",
        lead: "string or undefined",
        sections: [{ title: "string", html: "string" }],
        lang: "string or undefined",
      },
    ],
  });
  const { title, lead, sections, lang = "en" } = options;
  const parts = sections.map(
    (section) => `<section>\n<h2>${escapeHtml(section.title)}</h2>\n${section.html}\n</section>`,
  );
  return `<!doctype html>
<html lang="${escapeHtml(lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${lead === undefined ? "" : `<div class="lead">${lead}</div>\n`}${parts.join("\n")}
</main>
</body>
</html>
`;
}
