import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("the whole package, minified, is under 6 kB gzip and imports only the figures", async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../src/index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    external: ["@elbowjs/figures"],
    write: false,
  });
  const code = outputFiles[0]!.text;
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(6000);
  expect(new Set(code.match(/\bfrom *"[^"]*"/g))).toEqual(new Set(['from"@elbowjs/figures"']));
  expect(code).not.toMatch(/\brequire\(/);
});
