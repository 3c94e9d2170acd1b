import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as commandLine from "../src/index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const description = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).description;

it("the README's first example prints what its comments say", async () => {
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment);
  const printed: string[] = [];
  const log = (...values: unknown[]) =>
    printed.push(values.map((value) => JSON.stringify(value).replaceAll(",", ", ")).join(" "));
  // The import becomes a look-up in the source under test; everything else runs as printed.
  const body = example.replace(
    /^import (\{[^}]*\}) from "@elbowjs\/command-line";$/m,
    "const $1 = commandLine;",
  );
  expect(body).not.toMatch(/^import /m);
  const run = new Function("commandLine", "console", `return (async () => {${body}})()`);
  await run(commandLine, { log });
  expect(expected).toHaveLength(2);
  expect(printed).toEqual(expected);
});

it("the README's first sentence is the package's description", () => {
  expect(readme.split("\n").find((line) => line !== "" && !line.startsWith("#"))).toBe(description);
});
