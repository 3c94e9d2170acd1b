import { readFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { expect, it } from "vitest";
import * as gaussianVae from "../src/index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("the README's first example prints what its comments say", async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...example.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment);
  const printed: string[] = [];
  const log = (value: unknown) => printed.push(typeof value === "string" ? value : JSON.stringify(value));
  // The import becomes a look-up in the source under test; everything else runs as printed.
  const body = example.replace(
    /^import (\{[^}]*\}) from "@elbowjs\/gaussian-vae";$/m,
    "const $1 = gaussianVae;",
  );
  expect(body).not.toMatch(/^import /m);
  await new Function("gaussianVae", "console", `return (async () => {${body}})()`)(gaussianVae, { log });
  expect(expected).toHaveLength(3);
  expect(printed).toEqual(expected);
});

it("the README begins with the package's description", () => {
  const { description } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(readme.split("\n")[2]!.startsWith(description)).toBe(true);
});
