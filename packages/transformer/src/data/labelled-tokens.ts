import { type Tensor1D, tensor1d } from "@tensorflow/tfjs-core";
import { longest, type TokenRowsInput } from "./token-batch.js";

/** What each token of a rectangle should be, and how much it counts. */
export interface Labels {
  /** int32, [n·T]. */
  readonly labels: Tensor1D;
  /** Which count, [n·T]: 0 or 1 over how many count, so that the weighted sum is their mean. */
  readonly shares: Tensor1D;
}

/**
 * The labels of a rectangle of rows.
 *
 * @param from label of each row that counts first: those of a prompt do not. Default 0.
 */
export function labelled(
  rows: TokenRowsInput,
  from: ArrayLike<number> = new Uint8Array(rows.length),
): Labels {
  const steps = longest(rows);
  const labels = new Int32Array(rows.length * steps);
  const shares = new Float32Array(rows.length * steps);
  const counted = rows.reduce((sum, row, i) => sum + row.length - from[i]!, 0);
  rows.forEach((row, i) => {
    labels.set(row, i * steps);
    shares.fill(1 / counted, i * steps + from[i]!, i * steps + row.length);
  });
  return { labels: tensor1d(labels, "int32"), shares: tensor1d(shares) };
}
