import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { build, transform } from "esbuild";
import { expect, it } from "vitest";
import { example } from "./program.js";

const hasDeno = spawnSync("deno", ["--version"]).status === 0;
if (!hasDeno)
  console.warn("SKIPPED: deno/cluster.ts in Deno, which is not installed; its code runs in Node instead");

it.runIf(hasDeno)("deno/cluster.ts type-checks in Deno", () => {
  // Published packages are another version: only the file itself is looked at here.
  expect(spawnSync("deno", ["check", "--no-remote", example("deno/cluster.ts")]).status).toBe(0);
});

it("deno/cluster.ts is TypeScript, imports nothing but npm: packages, and computes the same in Node", async () => {
  const source = readFileSync(example("deno/cluster.ts"), "utf8");
  const specifiers = [...source.matchAll(/from "([^"]+)"/g)].map((match) => match[1]);
  expect(specifiers.every((specifier) => specifier?.startsWith("npm:@elbowjs/"))).toBe(true);
  const { code } = await transform(source.replaceAll('"npm:', '"'), { loader: "ts", format: "esm" });
  const done = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: example("."),
    encoding: "utf8",
  });
  expect(done.stderr).toBe("");
  expect(done.stdout).toMatch(/^inertia \d+\.\d{3}, clusters of 15 and 15\n$/);
});

it("nothing that deno/cluster.ts loads imports a part of Node without node:, which Deno does not know", async () => {
  const { metafile } = await build({
    stdin: {
      contents: 'import "@elbowjs/kmeans-nn"; import "@elbowjs/numpy-random";',
      resolveDir: example("."),
    },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    outdir: "out",
    external: ["@tensorflow/*", "webgpu"],
    logLevel: "error",
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  expect(imported).toContain("@tensorflow/tfjs-core");
  expect(imported.filter((path) => builtinModules.includes(path))).toEqual([]);
});
