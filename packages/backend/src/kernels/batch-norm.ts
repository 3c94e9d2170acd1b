import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** Our kernels for batch normalisation in training mode over the last axis. */
export const CHANNEL_MOMENTS = "ElbowChannelMoments";
export const NORMALIZE = "ElbowNormalize";
export const NORMALIZE_GRADIENT = "ElbowNormalizeGradient";

/** Normalised is max(x, 0) if `relu`, else x. */
export interface NormalizeAttributes {
  relu: boolean;
  epsilon: number;
}

/** `mask` is multiplied onto the result. */
export interface NormalizeInputs {
  x: TensorInfo;
  mask?: TensorInfo;
  gamma: TensorInfo;
  beta: TensorInfo;
  mean: TensorInfo;
  variance: TensorInfo;
}

export type NormalizeGradientInputs = Omit<NormalizeInputs, "beta"> & { dy: TensorInfo };

/** Mean and biased variance of each channel. */
export const channelMoments: TrainingKernel = {
  name: CHANNEL_MOMENTS,
  compute(module, { inputs: { x }, attrs }: KernelArguments<{ x: TensorInfo }, { relu: boolean }>) {
    const { rows, channels } = sizesOf(x);
    const mean = module.output([channels]);
    const variance = module.output([channels]);
    const addresses = [module.address(mean), module.address(variance)] as const;
    module.exports.channelMoments(module.address(x), rows, channels, attrs.relu, ...addresses);
    return [mean, variance];
  },
};

/** mask · (γ x̂ + β). */
export const normalize: TrainingKernel = {
  name: NORMALIZE,
  compute(module, { inputs, attrs }: KernelArguments<NormalizeInputs, NormalizeAttributes>) {
    const { x, mask, gamma, beta, mean, variance } = inputs;
    const { rows, channels } = sizesOf(x);
    const y = module.output(x.shape);
    module.exports.normalize(
      module.address(x),
      mask === undefined ? 0 : module.address(mask),
      rows,
      channels,
      attrs.relu,
      attrs.epsilon,
      module.address(gamma),
      module.address(beta),
      module.address(mean),
      module.address(variance),
      module.address(y),
      module.scratch(8 * channels),
    );
    return y;
  },
};

/** dx, dγ, dβ. */
export const normalizeGradient: TrainingKernel = {
  name: NORMALIZE_GRADIENT,
  compute(module, { inputs, attrs }: KernelArguments<NormalizeGradientInputs, NormalizeAttributes>) {
    const { dy, x, mask, gamma, mean, variance } = inputs;
    const { rows, channels } = sizesOf(x);
    const dx = module.output(x.shape);
    const dGamma = module.output([channels]);
    const dBeta = module.output([channels]);
    module.exports.normalizeGradient(
      module.address(dy),
      module.address(x),
      mask === undefined ? 0 : module.address(mask),
      rows,
      channels,
      attrs.relu,
      attrs.epsilon,
      module.address(gamma),
      module.address(mean),
      module.address(variance),
      module.address(dx),
      module.address(dGamma),
      module.address(dBeta),
      module.scratch(12 * channels),
    );
    return [dx, dGamma, dBeta];
  },
};

function sizesOf({ shape }: TensorInfo): { rows: number; channels: number } {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), channels: shape.at(-1)! };
}
