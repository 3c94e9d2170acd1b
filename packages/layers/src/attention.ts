import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { type AttentionResult, attention as attend } from "@elbowjs/backend/fused";
import {
  logicalAnd,
  Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tensor4d,
  tidy,
} from "@tensorflow/tfjs-core";

/** Which keys a query may see: all, those not after it, or what a bool tensor that broadcasts to [..., queries, keys] says. */
export type AttentionMask = "full" | "causal" | Tensor;

/** Options of {@link attention}. */
export interface AttentionOptions {
  /** Default `"full"`. */
  readonly mask?: AttentionMask | undefined;
  /** Which keys are there at all, a bool tensor that broadcasts to [..., queries, keys]; see {@link paddingMask}. Default: all. */
  readonly padding?: Tensor | undefined;
  /** What the products are multiplied by, finite. Default 1/√d. */
  readonly scale?: number;
  /** Dropout of the weights in training, rate in [0, 1) and its random numbers. Default none. */
  readonly dropout?: { readonly rate: number; readonly seed: number; readonly stream?: number } | undefined;
}

/**
 * Scaled dot-product attention, the one function for sequences and graphs alike: α = softmax(Q Kᵀ/√d) over the keys that the mask
 * lets through, values = α V. Each row of α sums to 1, or to 0 where a query may see nothing. A full mask makes an encoder, a
 * causal one a decoder, the edges of a graph a graph transformer. Differentiable twice; all heads of a batch in one call.
 *
 * @param query [..., queries, d], float32.
 * @param key [..., keys, d].
 * @param value [..., keys, e].
 * @returns values [..., queries, e] and weights α [..., queries, keys], before dropout; the caller owns both.
 * @throws RangeError if shapes do not go together; TypeError if a mask is not bool.
 * @see A. Vaswani et al., Attention Is All You Need, 2017, equation 1.
 */
export function attention<T extends Tensor>(
  query: T,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): AttentionResult<T> {
  checkOptions("attention", options, ["mask", "padding", "scale", "dropout"]);
  const { mask = "full", padding, scale, dropout } = options;
  checkKinds("attention", {
    query: [query, "Tensor"],
    key: [key, "Tensor"],
    value: [value, "Tensor"],
    padding: [padding, "Tensor or undefined"],
    dropout: [dropout, "object or undefined"],
  });
  if (!(mask instanceof Tensor)) checkChoices("attention", { mask: [mask, ["full", "causal"]] });
  const [values, weights] = tidy(() => {
    const allowed = together(mask, padding, query.shape.at(-2)!, key.shape.at(-2)!);
    const result = attend(query, key, value, {
      mask: allowed,
      dropout,
      ...(scale !== undefined && { scale }),
    });
    return [result.values, result.weights];
  });
  return { values: values!, weights: weights! };
}

function together(
  mask: AttentionMask,
  padding: Tensor | undefined,
  queries: number,
  keys: number,
): Tensor | undefined {
  const own = mask === "full" ? undefined : mask === "causal" ? causalMask(queries, keys) : mask;
  if (own === undefined || padding === undefined) return own ?? padding;
  return logicalAnd(own, padding);
}

/**
 * Which keys a query may see that must not look ahead: those up to its own place. Where there are more keys than queries, the
 * queries are the last ones, as in generation with a cache.
 *
 * @returns bool, [queries, keys]; the caller disposes of it.
 * @throws RangeError if there are fewer keys than queries, or none.
 */
export function causalMask(queries: number, keys: number = queries): Tensor2D {
  checkNumbers("causalMask", {
    queries: [queries, "integer in [1, 16384]"],
    keys: [keys, "integer in [1, 16384]"],
  });
  if (keys < queries)
    throw refusal(
      new RangeError(`causalMask: expected at least as many keys as queries, got ${keys} and ${queries}`),
    );
  const allowed = new Uint8Array(queries * keys);
  for (let q = 0; q < queries; q++) allowed.fill(1, q * keys, q * keys + keys - queries + q + 1);
  return tensor2d(allowed, [queries, keys], "bool");
}

/**
 * Which keys are real and which fill a row up.
 *
 * @param lengths keys of each row that are real, from its start; integers in [0, keys].
 * @returns bool, [n, 1, 1, keys], for attention of [n, heads, queries, keys]; the caller disposes of it.
 * @throws RangeError if a length is outside its range.
 */
export function paddingMask(lengths: ArrayLike<number>, keys: number): Tensor4D {
  checkNumbers("paddingMask", {
    keys: [keys, "integer ≥ 1"],
    "number of lengths": [lengths.length, "integer ≥ 1"],
  });
  const real = new Uint8Array(lengths.length * keys);
  for (let row = 0; row < lengths.length; row++) {
    checkNumbers("paddingMask", { length: [lengths[row], `integer in [0, ${keys}]`] });
    real.fill(1, row * keys, row * keys + lengths[row]!);
  }
  return tensor4d(real, [lengths.length, 1, 1, keys], "bool");
}
