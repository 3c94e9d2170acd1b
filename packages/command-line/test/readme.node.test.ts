import { readFileSync } from "node:fs";
import { testReadme } from "@elbowjs/test-kit/test-readme";
import { expect, it } from "vitest";
import * as commandLine from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/command-line": commandLine });

it("the README's model is the one that run-model's tests run", () => {
  const text = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  const [, model] = [...text("../README.md").matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
  expect(model).toBe(text("example-model.mjs"));
});
