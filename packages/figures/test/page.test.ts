import { expect, it } from "vitest";
import { definitions, escapeHtml, page, picture, table, warning } from "../src/index.js";

it("page({ title, sections }) needs no other file and allows no script", () => {
  const html = page({
    title: "A & B",
    lead: "<p>lead</p>",
    sections: [{ title: "<One>", html: "<p>1</p>" }],
  });
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).toContain("<title>A &#38; B</title>");
  expect(html).toContain("<h2>&#60;One&#62;</h2>\n<p>1</p>");
  expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  expect(html).not.toMatch(/<script|https?:|src="(?!data:)/);
});

it("parts are escaped", () => {
  for (const html of [
    definitions({ "<a>": "<b>" }),
    table(["<a>"], [["<b>", "<c>"]]),
    warning("<a>"),
    picture(new Uint8Array(), "<a>", "<b>"),
  ])
    expect(html).not.toMatch(/<[abc]>/);
  expect(escapeHtml(`<>&"'`)).toBe("&#60;&#62;&#38;&#34;&#39;");
});

it("picture embeds the bytes, however many", () => {
  const bytes = Uint8Array.from({ length: 20_001 }, (_, i) => i % 256);
  const [, data = ""] = /base64,([^"]+)"/.exec(picture(bytes, "noise"))!;
  expect(Uint8Array.from(atob(data), (c) => c.charCodeAt(0))).toEqual(bytes);
});

it("table has one head per row and per column", () => {
  const html = table(["", "train"], [["loss", 0.5], ["purity", "55%"]]); // biome-ignore format: rows
  expect(html.match(/scope="col"/g)).toHaveLength(2);
  expect(html.match(/scope="row"/g)).toHaveLength(2);
  expect(html).toContain("<td>0.5</td>");
});
