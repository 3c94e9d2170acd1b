/**
 * The training kernels of @elbowjs/backend against tfjs's own, one process, one thread:
 *
 *     node bench/kernels.mjs [--rounds=15] [--json=file]
 *
 * Each work is run with stock kernels and with both of our modules, alternating from round to round so that a busy
 * machine slows all three alike. Time is the minimum and the median over the rounds of one call, in milliseconds; where
 * the operations can be counted, GFLOP/s is 2·m·n·k (times filter taps) over the minimum. Ratio = stock / ours, minima.
 */
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { useBackend } from "@elbowjs/backend";
import { registerTrainingKernels, restoreStockKernels } from "@elbowjs/backend/kernels";
import * as tf from "@tensorflow/tfjs-core";

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "15" }, json: { type: "string" } },
});
// Node 20 knows relaxed SIMD behind this flag; later versions and browsers know it anyway.
setFlagsFromString("--experimental-wasm-relaxed-simd");
await useBackend({ prefer: ["wasm"] });

const normal = (...shape) => tf.randomNormal(shape);
const kernel = (name, inputs, attributes) => tf.engine().runKernel(name, inputs, attributes);

/** Each work: name, floating-point operations (0: not counted), the call. */
const works = [];
for (const [m, k, n] of [
  [64, 720, 360],
  [9216, 20, 320],
  [9216, 320, 20],
  [64, 784, 10],
]) {
  for (const [transposeA, transposeB] of [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ]) {
    const a = transposeA ? normal(k, m) : normal(m, k);
    const b = transposeB ? normal(n, k) : normal(k, n);
    works.push([
      `matMul ${m}×${k}×${n}${transposeA ? " aᵀ" : ""}${transposeB ? " bᵀ" : ""}`,
      2 * m * n * k,
      () => tf.matMul(a, b, transposeA, transposeB),
    ]);
  }
}
for (const [inShape, filterShape, stride] of [
  [[64, 30, 30, 1], [4, 4, 1, 20], 1],
  [[64, 27, 27, 20], [4, 4, 20, 20], 2],
  [[16, 28, 28, 64], [3, 3, 64, 64], 1],
]) {
  const x = normal(...inShape);
  const filter = normal(...filterShape);
  const info = tf.backend_util.computeConv2DInfo(inShape, filterShape, stride, 1, "valid");
  const dy = normal(...info.outShape);
  const [batch, height, width] = info.outShape;
  const operations = 2 * batch * height * width * filterShape.reduce((a, b) => a * b);
  const name = `[${inShape}] by [${filterShape}], stride ${stride}`;
  const attributes = {
    strides: [stride, stride],
    pad: "valid",
    dataFormat: "NHWC",
    inputShape: inShape,
    filterShape,
  };
  works.push([`conv2d ${name}`, operations, () => tf.conv2d(x, filter, stride, "valid")]);
  works.push([`  by its input`, operations, () => kernel("Conv2DBackpropInput", { dy, filter }, attributes)]);
  works.push([`  by its filter`, operations, () => kernel("Conv2DBackpropFilter", { x, dy }, attributes)]);
}
const image = normal(64, 27, 27, 20);
const other = normal(64, 27, 27, 20);
const channels = normal(20);
const pooled = normal(64, 13, 13, 20);
const table = normal(1000, 784);
const ids = tf.tensor1d(
  Array.from({ length: 64 }, (_, i) => i % 10),
  "int32",
);
const rows = normal(64, 784);
const flags = tf.greater(image, 0);
const pool = { filterSize: [2, 2], strides: [2, 2], pad: "valid" };
for (const [name, call] of Object.entries({
  "add, same shape": () => tf.add(image, other),
  "add channels": () => tf.add(image, channels),
  "mul channels": () => tf.mul(image, channels),
  maximum: () => tf.maximum(image, other),
  "sum over batch and image": () => tf.sum(image, [0, 1, 2]),
  "sum over channels": () => tf.sum(image, -1),
  "mean of all": () => tf.mean(image),
  "max over channels": () => tf.max(image, -1),
  slice: () => tf.slice(image, [0, 1, 1, 0], [64, 26, 26, 20]),
  stridedSlice: () => tf.stridedSlice(image, [0, 0, 0, 0], [64, 27, 27, 20], [1, 2, 2, 1]),
  "concat channels": () => tf.concat([image, other], -1),
  "split channels": () => tf.split(image, 2, -1),
  "tile channels": () => tf.tile(channels, [46656]),
  reverse: () => tf.reverse(image, 1),
  greater: () => tf.greater(image, other),
  where: () => tf.where(flags, image, other),
  exp: () => tf.exp(image),
  log: () => tf.log(image),
  tanh: () => tf.tanh(image),
  softplus: () => tf.softplus(image),
  leakyRelu: () => tf.leakyRelu(image),
  "logSoftmax [64, 784]": () => tf.logSoftmax(rows),
  "MaxPoolGrad 2×2": () => kernel("MaxPoolGrad", { dy: pooled, input: image, output: pooled }, pool),
  "AvgPoolGrad 2×2": () => kernel("AvgPoolGrad", { dy: pooled, input: image }, pool),
  "gather 64 rows of 784": () => tf.gather(table, ids),
  unsortedSegmentSum: () => tf.unsortedSegmentSum(rows, ids, 10),
  "einsum bij,bjk->bik": () =>
    tf.einsum("bij,bjk->bik", tf.reshape(rows, [4, 16, 784]), tf.reshape(rows, [4, 784, 16])),
})) {
  works.push([name, 0, call]);
}

/** Ways to run each work; stock lacks some kernels, and then has no time. */
const ways = {
  stock: () => restoreStockKernels(),
  simd: () => registerTrainingKernels({ kind: "simd" }),
  relaxed: () => registerTrainingKernels({ kind: "relaxed-simd" }),
};
const rounds = Number(options.rounds);
const results = works.map(([name, operations]) => ({ name, operations, stock: [], simd: [], relaxed: [] }));
for (let round = 0; round < rounds; round++) {
  for (const [way, enter] of Object.entries(ways)) {
    enter();
    for (const [index, [, , call]] of works.entries()) {
      const time = timeOf(call);
      if (time !== undefined) results[index][way].push(time);
    }
  }
}
restoreStockKernels();

/** Milliseconds of the second of two calls, or undefined if there is no such kernel. */
function timeOf(call) {
  try {
    tf.dispose(call());
  } catch {
    return undefined;
  }
  const start = performance.now();
  const result = call();
  const time = performance.now() - start;
  tf.dispose(result);
  return time;
}

const minimum = (times) => Math.min(...times);
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
const cell = (times, operations) => {
  if (times.length === 0) return "—".padStart(22);
  const rate = operations > 0 ? ` ${(operations / minimum(times) / 1e6).toFixed(1).padStart(5)}` : "      ";
  return `${minimum(times).toFixed(3).padStart(8)}${median(times).toFixed(3).padStart(8)}${rate}`;
};
const ratio = ({ stock, simd }) =>
  (stock.length === 0 ? "—" : (minimum(stock) / minimum(simd)).toFixed(1)).padStart(7);
console.log(`${cpus()[0].model}, Node ${process.version}, ${rounds} rounds; ms minimum, ms median, GFLOP/s`);
console.log(
  `${"work".padEnd(44)}${"stock".padStart(22)}${"SIMD".padStart(22)}${"relaxed SIMD".padStart(22)}  ratio`,
);
for (const result of results) {
  const { name, operations } = result;
  const cells = ["stock", "simd", "relaxed"].map((way) => cell(result[way], operations)).join("");
  console.log(`${name.padEnd(44)}${cells}${ratio(result)}`);
}
if (options.json !== undefined) {
  const summary = results.map(({ name, operations, ...ways }) => ({
    name,
    operations,
    ...Object.fromEntries(
      Object.entries(ways).map(([way, times]) => [
        way,
        times.length === 0 ? null : { min_ms: minimum(times), median_ms: median(times) },
      ]),
    ),
  }));
  await writeFile(options.json, JSON.stringify(summary, null, 2));
}
