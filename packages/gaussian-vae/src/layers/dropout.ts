import { mul, tensor } from "@tensorflow/tfjs-core";
import { type LayerFactory, sizeOf } from "./layer.js";

/**
 * PyTorch's `Dropout`: in training each element is zeroed with probability `rate`, and the rest is multiplied by
 * 1 / (1 − rate). Nothing happens in evaluation.
 *
 * @param rate in [0, 1).
 * @throws RangeError if the rate is outside its interval.
 */
export function dropout({ rate }: { readonly rate: number }): LayerFactory {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: expected rate in [0, 1), got ${rate}`);
  return (shape) => ({
    name: "Dropout",
    detail: `${rate}`,
    inputShape: shape,
    outputShape: shape,
    weights: [],
    apply: (x, { training, random }) =>
      training && rate > 0
        ? mul(x, tensor(dropoutMask(x.shape[0]! * sizeOf(shape), rate, random), x.shape))
        : x.clone(),
  });
}

/**
 * A dropout mask: `count` values, each 0 with probability `rate`, else 1 / (1 − rate).
 *
 * The number of kept units between two dropped ones is geometric, P(gap = k) = (1 − rate)ᵏ · rate, so that one uniform
 * number per dropped unit is enough: ⌊ln(1 − u) / ln(1 − rate)⌋ (inversion; Devroye, Non-Uniform Random Variate
 * Generation, 1986, chapter X.2). At 0.1 this is a tenth of the draws.
 */
export function dropoutMask(count: number, rate: number, random: () => number): Float32Array {
  const mask = new Float32Array(count).fill(1 / (1 - rate));
  if (rate === 0) return mask;
  const scale = 1 / Math.log1p(-rate);
  const gap = () => Math.floor(Math.log1p(-random()) * scale);
  for (let i = gap(); i < count; i += 1 + gap()) mask[i] = 0;
  return mask;
}
