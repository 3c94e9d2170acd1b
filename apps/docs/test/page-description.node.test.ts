import { expect, it } from "vitest";
import { pageDescription } from "../.vitepress/page-description.js";

it("pageDescription(markdown) is the first paragraph of text, without its markup", () => {
  const page = `---\naside: false\n---\n\n# Title\n\n<script setup>\nimport "x";\n\nconst y = 1;\n</script>\n\nTen **centres** learn at $\\eta$ from [digits](/data).\nAnd more.\n\nNext.`;
  expect(pageDescription(page)).toBe("Ten centres learn at \\eta from digits. And more.");
  expect(pageDescription("# Title\n\n<Component />\n")).toBe(undefined);
  expect(pageDescription(`# T\n\n${"word ".repeat(100)}`)!.length).toBeLessThan(201);
});
