import { defaultRng } from "@elbowjs/numpy-random";
import { toSamples } from "@elbowjs/samples";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import type { Rows } from "../../src/data/rows.js";
import { ComposedKernel } from "../../src/steps/composed-kernel.js";
import type { StepKernel, StepSettings } from "../../src/steps/step-kernel.js";
import { plainStep } from "./plain-step.js";

const rng = defaultRng(7);

/** n samples of which four fifths of the values are 0, as of digits. */
export async function draw(kind: "bytes" | "floats", n: number, d: number): Promise<Rows> {
  const values = rng.random(n * d).map((u) => (u < 0.8 ? 0 : 5 * (u - 0.8)));
  if (kind === "floats") return toSamples("draw", { data: Float32Array.from(values), shape: [n, d] });
  const pixels = Uint8Array.from(values, (u) => Math.round(255 * u));
  return toSamples("draw", {
    size: n,
    features: d,
    pixels,
    rows: Uint32Array.from({ length: n }, (_, i) => n - 1 - i),
  });
}

export const settingsOf = (
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
/** Every choice of what a step does. */
/** Every combination of the three choices. */
export const options: Pick<StepSettings, "reduction" | "gradient" | "update">[] = (
  ["mean", "batch"] as const
).flatMap((reduction) =>
  (["soft", "hard"] as const).flatMap((gradient) =>
    (["gradient", "normalized"] as const).map((update) => ({ reduction, gradient, update })),
  ),
);

/** Both values of each choice; every combination among everything. */
export const someOptions: typeof options = isThorough("steps of every kind of many centres, and on WebGPU")
  ? options
  : options.filter(({ reduction, gradient, update }) => {
      const isMean = reduction === "mean";
      return isMean === (gradient === "soft") && isMean === (update === "gradient");
    });

/**
 * Expects the step to be as near to the float64 twin as the composed one is. Scores of float32 carry an error that the
 * temperature multiplies, so the composed step says how well float32 can do at all.
 */
export async function expectAsGood(
  fused: StepKernel,
  rows: Rows,
  k: number,
  settings: StepSettings,
  weights?: Float32Array,
): Promise<void> {
  const { size: n, features: d } = rows;
  const values = Float32Array.from(rng.random(k * d));
  const order = rng.permutation(n);
  const x = new Float32Array(n * d);
  rows.gather(order, x);
  const w = Array.from(order, (i) => weights?.[i] ?? 1);
  const wanted = plainStep(Float64Array.from(x), w, Float64Array.from(values), k, settings);
  const centers = tensor2d(values, [k, d]) as Tensor2D;
  const measure = async (step: StepKernel): Promise<number> => {
    const got = step.take(centers, { rows, order, start: 0, end: n, batchSize: n, weights }, [settings]);
    const off = Array.from(await got.centers.data(), (value, i) => Math.abs(value - wanted.centers[i]!));
    const lossOff = Math.abs((await got.losses.data())[0]! - wanted.loss);
    got.centers.dispose();
    got.losses.dispose();
    return Math.max(...off, lossOff);
  };
  expect(await measure(fused)).toBeLessThan(1e-6 + 3 * (await measure(new ComposedKernel())));
  centers.dispose();
}
