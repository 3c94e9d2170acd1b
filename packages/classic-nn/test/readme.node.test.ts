import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as classicNn from "../src/index.js";

// The first example of the README: each line prints what its comment says.
it("the README's first example prints its comments", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
  const printed: string[] = [];
  const body = example.replace(/import \{ (.*) \} from .*;/, "const { $1 } = classicNn;");
  new Function("classicNn", "console", body)(classicNn, {
    log: (value: unknown) => printed.push(String(value)),
  });
  expect(expected.length).toBe(4);
  expect(printed).toEqual(expected);
});
