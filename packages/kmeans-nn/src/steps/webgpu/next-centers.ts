import { runGpuProgram } from "@elbowjs/backend/webgpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { fractionOf } from "../objective.js";
import type { StepSettings } from "../step-kernel.js";
import { errorLength, type GpuBatch } from "./batch-errors.js";
import { valueAt } from "./gpu-samples.js";

/** New centres from the sums over a batch; `at` is where a sample's contribution begins. */
const rules: Record<StepSettings["update"], (k: number) => string> = {
  gradient: (k) => `
      var slope = 0.0;
      for (var r = 0; r < uniforms.b; r++) {
        let at = r * length;
        let delta = errors[at + uniforms.d + ${k} + i];
        slope += errors[at + uniforms.d + i] * errors[at + j] + delta * (valueAt(order[uniforms.start + r], j) - c);
      }
      result[index] = c - uniforms.rate * slope;`,
  // Below a total share of 1e-20 a mean is rounding noise, and the centre stays.
  normalized: () => `
      var mass = 0.0;
      var sum = 0.0;
      for (var r = 0; r < uniforms.b; r++) {
        let share = errors[r * length + uniforms.d + i];
        mass += share;
        sum += share * valueAt(order[uniforms.start + r], j);
      }
      result[index] = select(c, c + uniforms.rate * (sum / max(mass, 1e-20) - c), mass > 1e-20);`,
};

/**
 * The state after a step, in one program: the new centres (k·d values), then the loss of every step up to this one.
 *
 * @param step which of `steps` this is, from 0; before it, only the centres and the losses of earlier steps are read.
 */
export function nextCenters(
  batch: GpuBatch,
  state: TensorInfo,
  errors: TensorInfo,
  { step, steps }: { step: number; steps: number },
  { update, learningRate }: StepSettings,
): TensorInfo {
  const { samples, order, start, size, k, d } = batch;
  return runGpuProgram({
    name: "kMeansNextCenters",
    code: `
    ${valueAt(samples)}

    fn lossAt(index : i32, length : i32) -> f32 {
      let step = index - ${k} * uniforms.d;
      if (step < uniforms.step) { return state[index]; }
      var loss = 0.0;
      for (var r = 0; r < uniforms.b; r++) { loss += errors[r * length + length - 1]; }
      return loss * uniforms.share;
    }

    fn main(index : i32) {
      let length = uniforms.d + ${errorLength(k, 0)};
      let i = index / uniforms.d;
      let j = index % uniforms.d;
      if (index >= uniforms.size) { return; }
      if (i >= ${k}) { result[index] = lossAt(index, length); return; }
      let c = state[index];
      ${rules[update](k)}
    }`,
    inputs: { data: samples.data, order, state, errors },
    uniforms: {
      start: ["i32", start],
      b: ["i32", size],
      d: ["i32", d],
      step: ["i32", step],
      share: ["f32", 1 / (size * d)],
      rate: ["f32", update === "normalized" ? fractionOf(learningRate, k) : learningRate],
    },
    shape: [k * d + steps],
  });
}
