import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { equalShares, PASS_WORK, partsOfSum, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** Our kernels for normalisation within a sample. */
export const GROUP_NORM = "ElbowGroupNorm";
export const GROUP_NORM_GRADIENT = "ElbowGroupNormGradient";

/** How x is taken: samples of [rows, channels], and how many channels are normalised together. */
export interface GroupNormAttributes {
  samples: number;
  rows: number;
  channels: number;
  perGroup: number;
  epsilon: number;
}

interface GroupNormInputs {
  x: TensorInfo;
  gamma: TensorInfo;
  beta: TensorInfo;
}

/** y, and mean and 1 / √(variance + ε) of each group of each sample, [samples, groups, 2]. */
export const groupNorm: TrainingKernel = {
  name: GROUP_NORM,
  compute(module, { inputs, attrs }: KernelArguments<GroupNormInputs, GroupNormAttributes>) {
    const { x, gamma, beta } = inputs;
    const { samples, rows, channels, perGroup, epsilon } = attrs;
    const groups = channels / perGroup;
    const y = module.output(x.shape);
    const moments = module.output([samples, groups, 2]);
    const calls = shares(module.threads, samples, 2 * PASS_WORK * util.sizeFromShape(x.shape)).map(
      ({ first, count }) => {
        const offset = 4 * rows * channels * first;
        return [
          module.address(x) + offset,
          count,
          rows,
          channels,
          perGroup,
          epsilon,
          module.address(gamma),
          module.address(beta),
          module.address(y) + offset,
          module.address(moments) + 8 * groups * first,
        ];
      },
    );
    module.parallel("groupNormalize", calls);
    return [y, moments];
  },
};

type GroupNormGradientInputs = Omit<GroupNormInputs, "beta"> & { dy: TensorInfo; moments: TensorInfo };

/** dx, dγ, dβ. */
export const groupNormGradient: TrainingKernel = {
  name: GROUP_NORM_GRADIENT,
  compute(module, { inputs, attrs }: KernelArguments<GroupNormGradientInputs, GroupNormAttributes>) {
    const { dy, x, gamma, moments } = inputs;
    const { samples, rows, channels, perGroup } = attrs;
    const dx = module.output(x.shape);
    const dGamma = module.output([channels]);
    const dBeta = module.output([channels]);
    const parts = equalShares(samples, partsOfSum(util.sizeFromShape(x.shape)));
    const row = 4 * channels;
    const total = module.scratch(4 * row * (parts.length + 1));
    const sums = total + 4 * row;
    const calls = parts.map(({ first, count }, part) => {
      const offset = row * rows * first;
      return [
        module.address(dy) + offset,
        module.address(x) + offset,
        count,
        rows,
        channels,
        perGroup,
        module.address(gamma),
        module.address(moments) + (8 * channels * first) / perGroup,
        module.address(dx) + offset,
        sums + 4 * row * part,
      ];
    });
    module.parallel("groupNormGradient", calls);
    // Each part has left dγ and dβ at the front of its four rows.
    const { exports } = module;
    exports.sumMiddle(sums, total, 1, parts.length, 4 * channels, 1);
    exports.sumMiddle(total, module.address(dGamma), 1, 1, channels, 1);
    exports.sumMiddle(total + row, module.address(dBeta), 1, 1, channels, 1);
    return [dx, dGamma, dBeta];
  },
};
