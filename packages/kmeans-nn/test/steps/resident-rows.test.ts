import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { toSamples } from "@elbowjs/samples";
import { backend, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Rows } from "../../src/data/rows.js";
import type { Batches, StepSettings } from "../../src/steps/step-kernel.js";
import { WasmKernel } from "../../src/steps/wasm-kernel.js";

const n = 61;
const d = 50;
const k = 4;
const rng = defaultRng(21);
const pixels = Uint8Array.from(rng.integers(0, 256, n * d), (u) => (u < 128 ? 0 : u));
const weights = Float32Array.from({ length: n }, (_, i) => (i % 3) / 1.01);
const start = Float32Array.from(rng.random(k * d));
const settings = Array.from({ length: 6 }, (_, i): StepSettings => {
  const rates = { learningRate: 1 + i / 3, temperature: 2 + i };
  return { reduction: "mean", gradient: "soft", update: "gradient", ...rates };
});

const data: Record<string, () => Promise<Rows>> = {
  bytes: () =>
    toSamples("test", {
      size: n,
      features: d,
      pixels,
      rows: Uint32Array.from({ length: n }, (_, i) => n - 1 - i),
    }),
  floats: () => toSamples("test", { data: Float32Array.from(pixels, (u) => u / 255), shape: [n, d] }),
};

/** Losses and centres of six steps on samples 3 … 58, so many of them at once. */
async function steps(step: WasmKernel, rows: Rows, atOnce: number) {
  const all: Batches = {
    rows,
    order: defaultRng(1).permutation(n),
    start: 3,
    end: 59,
    batchSize: 10,
    weights,
  };
  let centers = tensor2d(start, [k, d]) as Tensor2D;
  const losses: number[] = [];
  for (let i = 0; i < 6; i += atOnce) {
    const run = { ...all, start: 3 + 10 * i, end: Math.min(3 + 10 * (i + atOnce), 59) };
    const taken = step.take(centers, run, settings.slice(i, i + atOnce));
    losses.push(...(await taken.losses.data()));
    taken.losses.dispose();
    centers.dispose();
    centers = taken.centers;
  }
  const values = await centers.data();
  centers.dispose();
  return { losses, values: Float32Array.from(values) };
}

describe.each(Object.keys(data))("WasmKernel.take() on %s", (kind) => {
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm"] });
  });

  it("takes several steps at once as it takes them one by one, on data that stay and on data copied", async () => {
    const rows = await data[kind]!();
    const [staying, copying] = [new WasmKernel(), new WasmKernel(0)];
    const wanted = await steps(staying, rows, 1);
    expect(wanted.losses).toHaveLength(6);
    for (const atOnce of [2, 3, 6]) expect(await steps(staying, rows, atOnce)).toEqual(wanted);
    for (const atOnce of [1, 3, 6]) expect(await steps(copying, rows, atOnce)).toEqual(wanted);
    staying.dispose();
    copying.dispose();
  });

  it("keeps the data on the heap until release(), and other data from then on", async () => {
    const rows = await data[kind]!();
    const step = new WasmKernel();
    const before = backend().numDataIds();
    await steps(step, rows, 3);
    expect(backend().numDataIds()).toBe(before + 1);
    await steps(step, rows, 3);
    await steps(step, await data[kind]!(), 3);
    expect(backend().numDataIds()).toBe(before + 1);
    step.release();
    expect(backend().numDataIds()).toBe(before);
    step.dispose();
  });
});

it("WasmKernel.take() takes one step where the batch size is above any int32", async () => {
  const rows = await data["bytes"]!();
  const step = new WasmKernel();
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const losses: number[] = [];
  for (const batchSize of [n, 2 ** 40]) {
    const centers = tensor2d(start, [k, d]) as Tensor2D;
    const all: Batches = { rows, order, start: 0, end: n, batchSize, weights: undefined };
    const taken = step.take(centers, all, settings.slice(0, 1));
    losses.push(...(await taken.losses.data()));
    for (const tensor of [centers, taken.losses, taken.centers]) tensor.dispose();
  }
  expect(losses).toEqual([losses[0], losses[0]]);
  step.dispose();
});

it("WasmKernel.atOnce(values, k) is 32 steps at most, and fewer on large batches or of many centres", () => {
  const step = new WasmKernel();
  expect([1, 64 * 784, 2 ** 20, 2 ** 30].map((values) => step.atOnce(values, 10))).toEqual([32, 32, 2, 1]);
  expect([64, 128, 1024].map((k) => step.atOnce(64 * 784, k))).toEqual([32, 20, 2]);
  step.dispose();
});
