import { type GpuProgram, runGpuProgram } from "@elbowjs/backend/webgpu";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import type { StepSettings } from "../step-kernel.js";
import { type GpuSamples, valueAt } from "./gpu-samples.js";

/** Threads that work on one sample. */
const THREADS = 64;

/** Centres whose products are summed at a time; with this many, 4 kB of a workgroup's memory. */
const MOST_AT_ONCE = 16;

/** The samples of one step, and where they lie. */
export interface GpuBatch {
  readonly samples: GpuSamples;
  /** `samples.rowNumbers` on the GPU. */
  readonly order: Tensor;
  /** Their weights in the same order; all 1 when absent. */
  readonly weights: Tensor | undefined;
  /** The batch is samples `order[start … start + size − 1]`. */
  readonly start: number;
  readonly size: number;
  readonly k: number;
  readonly d: number;
}

/** Values that {@link batchErrors} writes for a sample: g (d of them), shares (k), δ (k) and the loss. */
export const errorLength = (k: number, d: number): number => d + 2 * k + 1;

/**
 * What each sample of a batch contributes to the step, in one program: gather, normalise, scores, softmax,
 * reconstruction, loss and δ = ∂L/∂s, with the names of {@link centersGradient}. A workgroup per sample.
 *
 * @param state begins with the centres, k·d values.
 * @returns [size, {@link errorLength}]. For `'normalized'` the shares are weighted, and g and δ not used.
 */
export function batchErrors(batch: GpuBatch, state: TensorInfo, settings: StepSettings): TensorInfo {
  const { samples, order, weights, start, size, k, d } = batch;
  const { reduction, temperature } = settings;
  const inputs: Record<string, TensorInfo> = { data: samples.data, order, state };
  if (weights !== undefined) inputs["weights"] = weights;
  const program: GpuProgram = {
    name: "kMeansBatchErrors",
    code: errorsCode(batch, settings),
    inputs,
    uniforms: {
      start: ["i32", start],
      b: ["i32", size],
      d: ["i32", d],
      temperature: ["f32", temperature],
      scale: ["f32", reduction === "mean" ? 2 / (size * d) : 2 / size],
    },
    shape: [size, errorLength(k, d)],
    threads: size * THREADS,
    workgroupSize: THREADS,
  };
  return runGpuProgram(program);
}

/** WGSL of {@link batchErrors}. */
function errorsCode({ samples, weights, k }: GpuBatch, { gradient, update }: StepSettings): string {
  const hard = gradient === "hard";
  const atOnce = Math.min(k, MOST_AT_ONCE);
  const share = hard ? "select(0.0, 1.0, i == best)" : "scores[i]";
  return `
    var<workgroup> partial : array<f32, ${atOnce * THREADS}>;
    var<workgroup> scores : array<f32, ${k}>;
    var<workgroup> slopes : array<f32, ${k}>;

    ${valueAt(samples)}

    fn main(index : i32) {
      let lane = i32(localIndex);
      // Every thread stays: a barrier is for all of a workgroup.
      let r = min(index / ${THREADS}, uniforms.b - 1);
      let sample = order[uniforms.start + r];
      let weight = ${weights === undefined ? "1.0" : "weights[uniforms.start + r]"};
      let row = r * ${errorLength(k, 0)} + r * uniforms.d;

      ${dots({ k, atOnce, value: "valueAt(sample, j)", term: "(value - 0.5 * c) * c", to: "scores" })}

      // The softmax in its stable form; the first of the largest scores is the nearest centre.
      var best = 0;
      for (var i = 1; i < ${k}; i++) { if (scores[i] > scores[best]) { best = i; } }
      let top = scores[best];
      var total = 0.0;
      for (var i = 0; i < ${k}; i++) { total += exp(uniforms.temperature * (scores[i] - top)); }
      workgroupBarrier();
      for (var i = lane; i < ${k}; i += ${THREADS}) {
        scores[i] = exp(uniforms.temperature * (scores[i] - top)) / total;
      }
      workgroupBarrier();

      var squares = 0.0;
      for (var j = lane; j < uniforms.d; j += ${THREADS}) {
        let x = valueAt(sample, j);
        var e = -x;
        for (var i = 0; i < ${k}; i++) { e += scores[i] * state[i * uniforms.d + j]; }
        squares += e * e;
        result[row + j] = uniforms.scale * weight * ${hard ? "(state[best * uniforms.d + j] - x)" : "e"};
      }
      partial[lane] = squares;
      workgroupBarrier();
      if (lane == 0) {
        for (var other = 1; other < ${THREADS}; other++) { squares += partial[other]; }
        result[row + uniforms.d + ${2 * k}] = weight * squares;
      }
      workgroupBarrier();

      ${hard ? "" : dots({ k, atOnce, value: "result[row + j]", term: "value * c", to: "slopes" })}
      var mean = 0.0;
      for (var i = 0; i < ${k}; i++) { mean += scores[i] * slopes[i]; }
      for (var i = lane; i < ${k}; i += ${THREADS}) {
        result[row + uniforms.d + i] = ${share}${update === "normalized" ? " * weight" : ""};
        result[row + uniforms.d + ${k} + i] = ${hard ? "0.0" : "uniforms.temperature * scores[i] * (slopes[i] - mean)"};
      }
    }`;
}

/** WGSL of to[i] = Σ_j term, with `value` of feature j and `c` of centre i, `atOnce` centres at a time. */
function dots(sums: { k: number; atOnce: number; value: string; term: string; to: string }): string {
  const { k, atOnce, value, term, to } = sums;
  return `
      for (var first = 0; first < ${k}; first += ${atOnce}) {
        // Not left to its declaration, which in a loop SwiftShader sets to 0 once only.
        var sums = array<f32, ${atOnce}>();
        for (var j = lane; j < uniforms.d; j += ${THREADS}) {
          let value = ${value};
          for (var i = 0; i < ${atOnce}; i++) {
            let c = state[min(first + i, ${k - 1}) * uniforms.d + j];
            sums[i] += ${term};
          }
        }
        for (var i = 0; i < ${atOnce}; i++) { partial[lane * ${atOnce} + i] = sums[i]; }
        workgroupBarrier();
        if (lane < ${atOnce} && first + lane < ${k}) {
          var sum = 0.0;
          for (var other = 0; other < ${THREADS}; other++) { sum += partial[other * ${atOnce} + lane]; }
          ${to}[first + lane] = sum;
        }
        workgroupBarrier();
      }`;
}
