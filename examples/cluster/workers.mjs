// How many workers are worth their traffic? Measures here what a row costs in an iteration of Lloyd's algorithm and how long the
// command takes to start, and computes the time of an iteration
//
//   T(w) = n·c / w + s + w·P / B,   least at w = √(n·c·B / P)
//
// for n rows on w workers: c seconds per row, s to start `map`, P bytes of a partial (sums and centres in base64), B bytes per
// second into the one who reduces.
//
//   node examples/cluster/workers.mjs --rows 1e9 --k 10 --features 784 --bandwidth 1e8
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { partialSums } from "@elbowjs/kmeans-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const { values: flags } = parseArgs({
  options: {
    rows: { type: "string", default: "1e9" },
    k: { type: "string", default: "10" },
    features: { type: "string", default: "784" },
    bandwidth: { type: "string", default: "1e8" },
  },
});
const [n, k, d, bandwidth] = [flags.rows, flags.k, flags.features, flags.bandwidth].map(Number);

const size = Math.min(20_000, Math.ceil(2e7 / d));
const pixels = Uint8Array.from(defaultRng(0).random(size * d), (u) => 256 * u);
const centers = Float64Array.from(pixels.subarray(0, k * d), (u) => u / 255);
const rows = Uint32Array.from({ length: size }, (_, i) => i);
const times = [];
for (let trial = 0; trial < 5; trial++) {
  const start = performance.now();
  await partialSums({ size, features: d, pixels, rows }, centers);
  times.push((performance.now() - start) / 1000 / size);
}
const perRow = Math.min(...times);
const program = fileURLToPath(import.meta.resolve("@elbowjs/kmeans-nn/package.json")).replace(
  /package\.json$/,
  "bin/kmeans-nn.js",
);
const begun = performance.now();
spawnSync(process.execPath, [program, "--version"]);
const startUp = (performance.now() - begun) / 1000;
const partial = (2 * k * d * 8 * 4) / 3;

const time = (w) => (n * perRow) / w + startUp + (w * partial) / bandwidth;
const best = Math.max(1, Math.round(Math.sqrt((n * perRow * bandwidth) / partial)));
console.log(
  `a row ${(1e6 * perRow).toFixed(2)} µs, a start ${startUp.toFixed(2)} s, a partial ${Math.round(partial)} bytes`,
);
console.log("workers  seconds per iteration  of it traffic");
for (const w of [...new Set([1, 4, 16, 64, 256, 1024, best])].sort((a, b) => a - b))
  console.log(
    `${String(w).padStart(7)}  ${time(w).toFixed(2).padStart(21)}  ${((w * partial) / bandwidth).toFixed(2).padStart(13)}${w === best ? "  least" : ""}`,
  );
