import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { memory, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FusedStep } from "../src/fused-step.js";
import { type Rows, toRows } from "../src/samples.js";
import type { Step, StepSettings } from "../src/step.js";
import { TensorStep } from "../src/tensor-step.js";
import { plainStep } from "./plain-step.js";

const rng = defaultRng(7);
let fused: FusedStep;
beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
  fused = new FusedStep();
});
afterAll(() => fused.dispose());

/** n samples of which four fifths of the values are 0, as of digits. */
async function draw(kind: "bytes" | "floats", n: number, d: number): Promise<Rows> {
  const values = rng.random(n * d).map((u) => (u < 0.8 ? 0 : 5 * (u - 0.8)));
  if (kind === "floats") return toRows("draw", { data: Float32Array.from(values), shape: [n, d] });
  const pixels = Uint8Array.from(values, (u) => Math.round(255 * u));
  return toRows("draw", {
    size: n,
    features: d,
    pixels,
    rows: Uint32Array.from({ length: n }, (_, i) => n - 1 - i),
  });
}

const settingsOf = (
  reduction: "mean" | "batch",
  gradient: "soft" | "hard",
  update: "gradient" | "normalized",
): StepSettings => ({
  reduction,
  gradient,
  update,
  learningRate: reduction === "mean" ? 4.5 : 0.02,
  temperature: 3,
});
const options = (["mean", "batch"] as const).flatMap((reduction) =>
  (["soft", "hard"] as const).flatMap((gradient) =>
    (["gradient", "normalized"] as const).map((update) => ({ reduction, gradient, update })),
  ),
);

/**
 * The largest error of the fused step and of the composed one against the float64 twin. Scores of float32 carry an error
 * that the temperature multiplies, so the composed step says how well float32 can do at all.
 */
async function errors(
  rows: Rows,
  k: number,
  settings: StepSettings,
  weights?: Float32Array,
): Promise<{ fused: number; composed: number }> {
  const { size: n, features: d } = rows;
  const values = Float32Array.from(rng.random(k * d));
  const order = rng.permutation(n);
  const x = new Float32Array(n * d);
  rows.gather(x, 0, n, order);
  const w = Array.from(order, (i) => weights?.[i] ?? 1);
  const wanted = plainStep(Float64Array.from(x), w, Float64Array.from(values), k, settings);
  const centers = tensor2d(values, [k, d]) as Tensor2D;
  const measure = async (step: Step): Promise<number> => {
    const got = step.take(centers, { rows, order, start: 0, end: n, batchSize: n, weights }, [settings]);
    const off = Array.from(await got.centers.data(), (value, i) => Math.abs(value - wanted.centers[i]!));
    const lossOff = Math.abs((await got.losses.data())[0]! - wanted.loss);
    got.centers.dispose();
    got.losses.dispose();
    return Math.max(...off, lossOff);
  };
  const result = { fused: await measure(fused), composed: await measure(new TensorStep()) };
  centers.dispose();
  return result;
}

const expectAsGood = ({ fused, composed }: { fused: number; composed: number }): void =>
  expect(fused).toBeLessThan(1e-6 + 3 * composed);

describe("FusedStep.take(centers, batch, settings) is as near to its float64 twin as the composed step", () => {
  it.each(options)("%o", async ({ reduction, gradient, update }) => {
    for (const kind of ["bytes", "floats"] as const)
      for (const [n, k, d] of [
        [1, 1, 1],
        [1, 10, 784],
        [64, 10, 784],
        [5, 3, 17],
        [7, 13, 31],
        [33, 12, 16],
        [4, 25, 5],
      ] as const)
        expectAsGood(await errors(await draw(kind, n, d), k, settingsOf(reduction, gradient, update)));
  });

  it.each(options)("with weights, %o", async ({ reduction, gradient, update }) => {
    const rows = await draw("bytes", 9, 40);
    const weights = Float32Array.from({ length: 9 }, (_, i) => (i % 3) * 1.5);
    expectAsGood(await errors(rows, 6, settingsOf(reduction, gradient, update), weights));
  });

  it("at temperature 20, where most shares are skipped", async () => {
    const settings = { ...settingsOf("mean", "soft", "gradient"), temperature: 20 };
    expectAsGood(await errors(await draw("bytes", 64, 784), 10, settings));
  });
});

it("FusedStep.take() shows centres that are not finite in its loss", async () => {
  const rows = await draw("bytes", 4, 8);
  const centers = tensor2d(new Float32Array(16).fill(1e30), [2, 8]) as Tensor2D;
  const { losses, centers: next } = fused.take(
    centers,
    { rows, order: Int32Array.of(0, 1, 2, 3), start: 0, end: 4, batchSize: 4, weights: undefined },
    [settingsOf("mean", "soft", "gradient")],
  );
  expect(Number.isFinite((await losses.data())[0])).toBe(false);
  for (const tensor of [centers, losses, next]) tensor.dispose();
});

it("FusedStep.take() keeps tensors and the WASM heap flat over 1,000 steps", async () => {
  const rows = await draw("bytes", 64, 100);
  const order = rng.permutation(64);
  let centers = tensor2d(Float32Array.from(rng.random(1000)), [10, 100]) as Tensor2D;
  const step = (): void => {
    const { losses, centers: next } = fused.take(
      centers,
      { rows, order, start: 0, end: 64, batchSize: 64, weights: undefined },
      [settingsOf("mean", "soft", "gradient")],
    );
    for (const tensor of [losses, centers]) tensor.dispose();
    centers = next;
  };
  step();
  const before = { ...memory() };
  for (let i = 0; i < 1000; i++) step();
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numBytes).toBe(before.numBytes);
  centers.dispose();
});
