import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("the core entry is at most 16 kB for a browser, with all that it stands on; digits and PNG come when they are asked for", async () => {
  const { outputFiles, metafile, warnings } = await build({
    entryPoints: [join(import.meta.dirname, "../src/index.ts")],
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    outdir: "out",
    write: false,
    metafile: true,
  });
  expect(warnings).toEqual([]); // nothing of Node for a bundler to stumble over
  const core = outputFiles.find(({ path }) => path.endsWith("index.js"))!;
  expect(gzipSync(core.contents).length).toBeLessThanOrEqual(16_000);
  const [, { inputs, imports }] = Object.entries(metafile.outputs).find(([path]) =>
    path.endsWith("out/index.js"),
  )!;
  expect(Object.keys(inputs).filter((path) => /fast-png|digits/.test(path))).toEqual([]);
  expect(imports.map(({ kind }) => kind)).toEqual(["dynamic-import", "dynamic-import"]);
});
