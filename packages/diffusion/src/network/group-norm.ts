import { groupNorm as normalize } from "@elbowjs/backend/fused";
import { constant, type LayerFactory } from "@elbowjs/layers";
import type { Tensor1D } from "@tensorflow/tfjs-core";

/** PyTorch's `GroupNorm(groups, channels)` over images; starts at γ = 1, β = 0. @throws RangeError if the groups do not divide the channels. */
export function groupNorm(groups: number): LayerFactory {
  return (shape, weights) => {
    const channels = shape.at(-1)!;
    const gamma = weights.make("weight", [channels], constant(1));
    const beta = weights.make("bias", [channels], constant(0));
    return {
      name: "GroupNorm",
      detail: `${groups} groups`,
      inputShape: shape,
      outputShape: shape,
      weights: [gamma, beta],
      apply: (x) => normalize(x, gamma.variable as Tensor1D, beta.variable as Tensor1D, { groups }),
    };
  };
}
