import { philoxDropout } from "@elbowjs/backend/fused";
import type { Layer, Shape } from "./layer.js";

/** Dropout, whose rate a layer before it may take over. */
export interface Dropout extends Layer {
  readonly rate: number;
}

/**
 * PyTorch's `Dropout`: in training each element is zeroed with probability `rate`, and the rest is multiplied by
 * 1 / (1 − rate). Nothing happens in evaluation.
 *
 * @param rate in [0, 1).
 * @throws RangeError if the rate is outside its interval.
 */
export function dropout({ rate }: { readonly rate: number }): (shape: Shape) => Dropout {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: expected rate in [0, 1), got ${rate}`);
  return (shape) => ({
    name: "Dropout",
    detail: `${rate}`,
    rate,
    inputShape: shape,
    outputShape: shape,
    weights: [],
    apply: (x, { training, random }) =>
      training && rate > 0 ? philoxDropout(x, { rate, seed: dropoutStream(random) }) : x.clone(),
  });
}

/** The seed of one layer's mask in one step. */
export function dropoutStream(random: () => number): number {
  return Math.floor(random() * 2 ** 32);
}
