import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { philoxDropout } from "@elbowjs/backend/fused";
import type { LayerFactory } from "./layer.js";

/**
 * PyTorch's `Dropout`: in training each element is zeroed with probability `rate`, and the rest is multiplied by
 * 1 / (1 − rate). Nothing happens in evaluation.
 *
 * @param rate in [0, 1).
 * @throws RangeError if the rate is outside its interval.
 */
export function dropout(options: { readonly rate: number }): LayerFactory {
  checkOptions("dropout", options, ["rate"]);
  checkKinds("dropout", { options: [options, "object"] });
  const { rate } = options;
  checkNumbers("dropout", { rate: [rate, "[0, 1)"] });
  return (shape) => ({
    name: "Dropout",
    detail: `${rate}`,
    dropRate: rate,
    inputShape: shape,
    outputShape: shape,
    weights: [],
    pointwise: true,
    apply: (x, { training, random }) =>
      training && rate > 0 ? philoxDropout(x, { rate, seed: dropoutStream(random) }) : x.clone(),
  });
}

/** The seed of one layer's mask in one step. */
export function dropoutStream(random: () => number): number {
  return Math.floor(random() * 2 ** 32);
}
