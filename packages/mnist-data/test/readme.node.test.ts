import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as mnistData from "../src/index.js";

// The first example of the README: each line prints what its comment says.
it("the README's first example prints its comments", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
  const printed: string[] = [];
  const body = example.replace(/import (\{ .* \}) from .*;/, "const $1 = mnistData;");
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction("mnistData", "console", body)(mnistData, {
    log: (...values: unknown[]) => printed.push(values.join(" ")),
  });
  expect(expected.length).toBe(5);
  expect(printed).toEqual(expected);
});

it("the README begins with the description of the package", () => {
  const [readme, manifest] = ["../README.md", "../package.json"].map((path) =>
    readFileSync(new URL(path, import.meta.url), "utf8"),
  ) as [string, string];
  expect(readme.split("\n")[2]).toBe((JSON.parse(manifest) as { description: string }).description);
});
