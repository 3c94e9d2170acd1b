import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it, vi } from "vitest";

it("the README's first example prints what its comments say", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const { outputFiles } = await build({
    stdin: { contents: example, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "js" },
    alias: { "@elbowjs/lloyd-analysis": fileURLToPath(new URL("../src/index.ts", import.meta.url)) },
    bundle: true,
    format: "esm",
    write: false,
  });
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void printed.push(values.join(" ")));
  try {
    await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`);
  } finally {
    log.mockRestore();
  }
  const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
  expect(promised.length).toBeGreaterThan(4);
  expect(printed).toEqual(promised);
});
