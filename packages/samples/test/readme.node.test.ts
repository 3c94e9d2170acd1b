import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as samplesModule from "../src/index.js";

// The first example of the README: each line prints what its comment says.
it("the README's first example prints its comments", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
  const printed: string[] = [];
  const body = example.replace(/import \{ (.*) \} from .*;/, "const { $1 } = samplesModule;");
  await new Function("samplesModule", "console", `return (async () => {${body}})()`)(samplesModule, {
    log: (...values: unknown[]) => printed.push(values.join(" ")),
  });
  expect(printed).toEqual(expected);
  expect(expected.length).toBe(5);
});
