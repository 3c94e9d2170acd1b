import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as checks from "../src/index.js";

it("the README's example prints its comments", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/^report\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
  const printed: string[] = [];
  const body = example.replace(/import \{ (.*) \} from .*;/, "const { $1 } = checks;");
  new Function("checks", "console", body)(checks, { log: (line: string) => printed.push(line) });
  expect(expected.length).toBe(2);
  expect(printed).toEqual(expected);
});
