import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("the whole package, minified, is under 6 kB gzip and imports nothing", async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../src/index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  const code = outputFiles[0]!.text;
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(6000);
  expect(code).not.toMatch(/\bimport\b|\brequire\(/);
});
