import { checkKinds, shown } from "@elbowjs/arguments";
import { escapeHtml } from "../escape.js";

/**
 * A PNG picture inside the page, its pixels sharp.
 *
 * @param png the bytes of the file, as `imageSheet` returns them.
 * @param alt the picture in words.
 * @param caption text below. Default: none.
 */
export function picture(png: Uint8Array, alt: string, caption?: string): string {
  checkKinds("picture", { png: [png, "Uint8Array"] });
  const image = `<img class="pixels" src="data:image/png;base64,${base64(png)}" alt="${escapeHtml(alt)}">`;
  return captioned(image, caption);
}

/** SVG or other markup with a caption (text) below. */
export function captioned(html: string, caption?: string): string {
  checkKinds("captioned", { html: [html, "string"] });
  const below = caption === undefined ? "" : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure>${html}${below}</figure>`;
}

/** Terms and what they are, as a definition list; both are text. */
export function definitions(entries: Readonly<Record<string, string | number>>): string {
  checkKinds("definitions", { entries: [entries, "object"] });
  const rows = Object.entries(entries).map(
    ([term, value]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(textOf("definitions", value))}</dd>`,
  );
  return `<dl>${rows.join("\n")}</dl>`;
}

/**
 * A table with a row of heads and a head before each row; all cells are text.
 *
 * @param heads of the columns, that of the row heads first.
 */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  checkKinds("table", { heads: [heads, ["string"]], rows: [rows, ["array"]] });
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const body = rows.map(([first = "", ...cells]) => {
    const rest = cells.map((cell) => `<td>${escapeHtml(textOf("table", cell))}</td>`).join("");
    return `<tr><th scope="row">${escapeHtml(textOf("table", first))}</th>${rest}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}

/** What a reader must not miss: a box with text. */
export function warning(text: string): string {
  return `<p class="warning" role="status">${escapeHtml(text)}</p>`;
}

/** A text as it is, a number as it is written. */
function textOf(caller: string, value: string | number): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new TypeError(`${caller}: expected texts and numbers, got ${shown(value)}`);
}

/** Bytes in base64, in browsers as in Node. */
function base64(bytes: Uint8Array): string {
  let characters = "";
  // In pieces, since an argument list has its limits.
  for (let start = 0; start < bytes.length; start += 8192)
    characters += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(characters);
}
