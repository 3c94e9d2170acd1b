import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as numpyRandom from "../src/index.js";

// The first example of the README: each line prints what its comment says.
it("the README's first example prints its comments", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
  const printed: string[] = [];
  const show = (value: unknown): string =>
    ArrayBuffer.isView(value)
      ? `${value.constructor.name} [${[...(value as Float64Array)].join(", ")}]`
      : String(value);
  const body = example.replace(/import \{ (.*) \} from .*;/, "const { $1 } = numpyRandom;");
  new Function("numpyRandom", "console", body)(numpyRandom, {
    log: (value: unknown) => printed.push(show(value)),
  });
  expect(expected.length).toBe(4);
  expect(printed).toEqual(expected);
});
