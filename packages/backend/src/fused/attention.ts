import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { matMul, type Tensor } from "@tensorflow/tfjs-core";
import { philoxDropout } from "./dropout.js";
import { maskedSoftmax } from "./masked-softmax.js";
import type { RandomStream } from "./random.js";

/** Options of {@link attention}. */
export interface AttentionOptions {
  /** Which keys a query may see, bool, of a shape that broadcasts to [..., queries, keys]. Default: all. */
  readonly mask?: Tensor | undefined;
  /** What the products are multiplied by, finite. Default 1/√d. */
  readonly scale?: number;
  /** Dropout of the weights in training: rate in [0, 1) and its random numbers. Default none. */
  readonly dropout?: (RandomStream & { readonly rate: number }) | undefined;
}

/** What {@link attention} returns. */
export interface AttentionResult<T extends Tensor> {
  /** [..., queries, width of a value]. */
  readonly values: T;
  /** α, [..., queries, keys], before dropout. */
  readonly weights: T;
}

/**
 * Scaled dot-product attention: α = softmax(Q Kᵀ / √d) over the keys that the mask lets through, values = α V. A query that may
 * see nothing gets 0. All products of a batch of heads are made in one call. Differentiable twice.
 *
 * @param query [..., queries, d], float32.
 * @param key [..., keys, d].
 * @param value [..., keys, e].
 * @throws RangeError if the shapes do not go together; TypeError if the mask is not bool or an option does not exist.
 * @see Vaswani et al., "Attention Is All You Need" (2017), equation 1.
 */
export function attention<T extends Tensor>(
  query: T,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): AttentionResult<T> {
  checkKinds("attention", {
    query: [query, "Tensor"],
    key: [key, "Tensor"],
    value: [value, "Tensor"],
    options: [options, { mask: "Tensor or undefined" }],
  });
  checkOptions("attention", options, ["mask", "scale", "dropout"]);
  const [d, keys] = [query.shape.at(-1), key.shape.at(-2)];
  const fits =
    query.rank >= 2 && key.rank === query.rank && value.rank === query.rank && key.shape.at(-1) === d;
  if (!fits || value.shape.at(-2) !== keys)
    throw new RangeError(
      "attention: expected query [..., queries, d], key [..., keys, d] and value [..., keys, e], " +
        `got [${query.shape}], [${key.shape}] and [${value.shape}]`,
    );
  const { mask, scale = 1 / Math.sqrt(d!), dropout } = options;
  const weights = maskedSoftmax(matMul<T>(query, key, false, true), mask, { scale });
  const kept = dropout === undefined || dropout.rate === 0 ? weights : philoxDropout(weights, dropout);
  return { values: matMul<T>(kept, value), weights };
}
