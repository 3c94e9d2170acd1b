import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("the core entry is at most 16.3 kB for a browser, with all that it stands on; the digits' pen comes when it is asked for", async () => {
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
  const core = new Set<string>();
  const load = (path: string): void => {
    if (core.has(path)) return;
    core.add(path);
    for (const { kind, path: next } of metafile.outputs[path]!.imports)
      if (kind === "import-statement") load(next);
  };
  load(Object.keys(metafile.outputs).find((path) => path.endsWith("out/index.js"))!);
  const contents = outputFiles.filter(({ path }) => [...core].some((name) => path.endsWith(name)));
  expect(contents).toHaveLength(core.size);
  const bytes = contents.reduce((sum, file) => sum + gzipSync(file.contents).length, 0);
  console.info(`the core entry: ${(bytes / 1000).toFixed(1)} kB`);
  expect(bytes).toBeLessThanOrEqual(16_300);
  const inputs = [...core].flatMap((path) => Object.keys(metafile.outputs[path]!.inputs));
  expect(inputs.filter((path) => /fast-png|src\/digits/.test(path))).toEqual([]);
  const later = [...core]
    .flatMap((path) => metafile.outputs[path]!.imports)
    .filter(({ kind }) => kind === "dynamic-import");
  expect(later.length).toBeGreaterThan(0);
});
