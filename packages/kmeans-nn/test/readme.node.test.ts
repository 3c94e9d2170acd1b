import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as kmeans from "../src/index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const description = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).description;

it("the README's first example prints what its comments say", async () => {
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment);
  const printed: string[] = [];
  const log = (...values: unknown[]) => printed.push(values.map(shown).join(" "));
  // The import becomes a look-up in the source under test; everything else runs as printed.
  const body = example.replace(/^import (\{[^}]*\}) from "@elbowjs\/kmeans-nn";$/m, "const $1 = kmeans;");
  expect(body).not.toMatch(/^import /m);
  const run = new Function("kmeans", "console", `return (async () => {${body}})()`);
  await run(kmeans, { log });
  expect(expected.length).toBeGreaterThan(3);
  expect(printed).toEqual(expected);
});

it("the README's first sentence is the package's description", () => {
  expect(readme.split("\n").find((line) => line !== "" && !line.startsWith("#"))).toBe(description);
});

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
