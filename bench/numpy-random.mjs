// Draws a second of @elbowjs/numpy-random, best of fifty fills. Run: node bench/numpy-random.mjs (after pnpm build)
import { cpus } from "node:os";
import { gzipSync } from "node:zlib";
import { defaultRng } from "@elbowjs/numpy-random";
import { build } from "esbuild";

const N = 200_000;
const rng = defaultRng(1);
const kinds = {
  "random(n)": () => rng.random(N),
  "uniform(0, 10, n)": () => rng.uniform(0, 10, N),
  "integers(0, 1000, n)": () => rng.integers(0, 1000, N),
  "standardNormal(n)": () => rng.standardNormal(N),
  "standardExponential(n)": () => rng.standardExponential(N),
  "permutation(n)": () => rng.permutation(N),
  "choice(1000, n)": () => rng.choice(1000, N),
};

console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, ${N} draws a fill`);
for (const [name, fill] of Object.entries(kinds)) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 50; round++) {
    const start = performance.now();
    fill();
    best = Math.min(best, performance.now() - start);
  }
  console.log(`${name.padEnd(24)} ${(N / best / 1000).toFixed(1).padStart(6)} million/s`);
}

/** Bytes of a bundle that imports these names, minified and gzipped. */
async function bundleSize(names) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names} } from "@elbowjs/numpy-random";`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

for (const names of ["PCG64, random, integers, permutation, choice", "defaultRng"])
  console.log(`{ ${names} }: ${await bundleSize(names)} bytes minified and gzipped`);
