import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as safetensors from "../src/index.js";

it("the README's example prints its comments", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const printed: string[] = [];
  const body = example.replace(/import \{ (.*) \} from .*;/, "const { $1 } = safetensors;");
  new Function("safetensors", "console", body)(safetensors, {
    log: (...values: unknown[]) => printed.push(values.join(" ")),
  });
  expect(printed).toEqual(["0.5,-1 pt"]);
});
