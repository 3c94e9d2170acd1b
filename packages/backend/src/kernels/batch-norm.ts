import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { equalShares, PASS_WORK, partsOfSum, type Share, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";

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
    const [start, relu] = [module.address(x), Number(attrs.relu)];
    const moment = (center: number, out: number) =>
      sumParts(module, "channelSums", x, channels, out, 1 / rows, ({ first, count }, sums) => {
        return [start + 4 * channels * first, count, channels, relu, center, sums];
      });
    moment(0, module.address(mean));
    moment(module.address(mean), module.address(variance));
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
    const bytes = 16 * Math.ceil(channels / 2);
    const calls = shares(module.threads, rows, PASS_WORK * rows * channels).map(({ first, count }) => {
      const offset = 4 * channels * first;
      return [
        module.address(x) + offset,
        mask === undefined ? 0 : module.address(mask) + offset,
        count,
        channels,
        Number(attrs.relu),
        attrs.epsilon,
        module.address(gamma),
        module.address(beta),
        module.address(mean),
        module.address(variance),
        module.address(y) + offset,
      ];
    });
    module.parallel("normalize", calls, { address: module.scratch(module.threads * bytes), bytes });
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
    /** What the functions over rows begin with. */
    const rowsOf = ({ first, count }: Share) => {
      const offset = 4 * channels * first;
      const masked = mask === undefined ? 0 : module.address(mask) + offset;
      return [
        module.address(dy) + offset,
        module.address(x) + offset,
        masked,
        count,
        channels,
        Number(attrs.relu),
      ];
    };
    const sums = module.output([2, channels]);
    const factors = module.output([3, channels]);
    sumParts(module, "normalizeSums", x, 2 * channels, module.address(sums), 1, (share, partial) => {
      return [...rowsOf(share), module.address(mean), partial];
    });
    module.exports.normalizeFactors(
      module.address(sums),
      rows,
      channels,
      attrs.epsilon,
      module.address(gamma),
      module.address(variance),
      module.address(dGamma),
      module.address(dBeta),
      module.address(factors),
    );
    const calls = shares(module.threads, rows, PASS_WORK * rows * channels).map((share) => {
      const out = module.address(dx) + 4 * channels * share.first;
      return [...rowsOf(share), module.address(factors), module.address(mean), out];
    });
    module.parallel("normalizeGradient", calls);
    module.free(sums);
    module.free(factors);
    return [dx, dGamma, dBeta];
  },
};

/**
 * Sums over the rows of x, `values` of them, made in parts and added up at `out`, times `scale`. `call` makes the arguments of
 * a part and of the address of its sums.
 */
function sumParts(
  module: TrainingModule,
  name: "channelSums" | "normalizeSums",
  x: TensorInfo,
  values: number,
  out: number,
  scale: number,
  call: (share: Share, sums: number) => number[],
): void {
  const { rows, channels } = sizesOf(x);
  const parts = equalShares(rows, partsOfSum(rows * channels));
  const sums = module.scratch(4 * values * parts.length);
  const calls = parts.map((share, i) => call(share, sums + 4 * values * i));
  module.parallel(name, calls);
  module.exports.sumMiddle(sums, out, 1, parts.length, values, scale);
}

function sizesOf({ shape }: TensorInfo): { rows: number; channels: number } {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), channels: shape.at(-1)! };
}
