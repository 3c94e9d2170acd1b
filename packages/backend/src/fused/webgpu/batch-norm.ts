import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  CHANNEL_MOMENTS,
  NORMALIZE,
  NORMALIZE_GRADIENT,
  type NormalizeAttributes,
  type NormalizeGradientInputs,
  type NormalizeInputs,
} from "../../kernels/batch-norm.js";
import { channelSum, rowsAndChannels } from "./channel-sum.js";
import type { GpuKernel } from "./gpu-kernel.js";
import { type GpuUniform, runGpuProgram } from "./run-gpu-program.js";

/** v in WGSL: x, or max(x, 0) with NaN kept. */
const rectified = (relu: boolean): string => (relu ? "select(x[i], 0.0, x[i] < 0.0)" : "x[i]");

const epsilonOf = (epsilon: number): Record<string, GpuUniform> => ({ epsilon: ["f32", epsilon] });

/** Mean and biased variance of each channel, a program each, for a program has one result. */
export const channelMoments: GpuKernel<{ x: TensorInfo }, { relu: boolean }> = {
  name: CHANNEL_MOMENTS,
  compute({ x }, { relu }) {
    const v = rectified(relu);
    const scale = 1 / rowsAndChannels(x).rows;
    const mean = channelSum("channelMean", v, { x }, { scale });
    const deviation = `(${v} - mean[channel])`;
    const variance = channelSum("channelVariance", `${deviation} * ${deviation}`, { x, mean }, { scale });
    return [mean, variance];
  },
};

/** γ x̂ + β. */
export const normalize: GpuKernel<NormalizeInputs, NormalizeAttributes> = {
  name: NORMALIZE,
  compute({ x, gamma, beta, mean, variance }, { relu, epsilon }) {
    return runGpuProgram({
      name: "normalize",
      code: `
        fn main(i : i32) {
          if (i >= uniforms.size) { return; }
          let c = i % uniforms.channels;
          let scale = gamma[c] * inverseSqrt(variance[c] + uniforms.epsilon);
          result[i] = (${rectified(relu)} - mean[c]) * scale + beta[c];
        }`,
      inputs: { x, gamma, beta, mean, variance },
      uniforms: { channels: ["i32", gamma.shape[0]!], ...epsilonOf(epsilon) },
      shape: x.shape,
    });
  },
};

/** dx, dγ, dβ. */
export const normalizeGradient: GpuKernel<NormalizeGradientInputs, NormalizeAttributes> = {
  name: NORMALIZE_GRADIENT,
  compute({ dy, x, gamma, mean, variance }, { relu, epsilon }) {
    const { rows, channels } = rowsAndChannels(x);
    const v = rectified(relu);
    const uniforms = epsilonOf(epsilon);
    const dBeta = channelSum("normalizeDBeta", "dy[i]", { dy });
    const xHat = `(${v} - mean[channel]) * inverseSqrt(variance[channel] + uniforms.epsilon)`;
    const dGamma = channelSum("normalizeDGamma", `dy[i] * ${xHat}`, { dy, x, mean, variance }, { uniforms });
    const dx = runGpuProgram({
      name: "normalizeDx",
      code: `
        fn main(i : i32) {
          if (i >= uniforms.size) { return; }
          let c = i % uniforms.channels;
          let spread = inverseSqrt(variance[c] + uniforms.epsilon);
          let xHat = (${v} - mean[c]) * spread;
          let dv = (dy[i] - (dBeta[c] + xHat * dGamma[c]) * uniforms.share) * (gamma[c] * spread);
          result[i] = ${relu ? "select(0.0, dv, x[i] > 0.0)" : "dv"};
        }`,
      inputs: { dy, x, gamma, mean, variance, dGamma, dBeta },
      uniforms: { channels: ["i32", channels], share: ["f32", 1 / rows], ...uniforms },
      shape: x.shape,
    });
    return [dx, dGamma, dBeta];
  },
};
