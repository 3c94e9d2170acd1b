import { checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";

/** Rows of the data that a fold trains and tests on. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Row numbers that all folds together may hold, half a gigabyte. */
const MOST_ROWS = 2 ** 27;

/**
 * Cuts n samples into k folds of sizes that differ by at most one, the larger first; each is the test set once.
 *
 * @param n Samples, an integer ≥ k.
 * @param k Folds, an integer ≥ 2.
 * @param options `seed` of the order; without it the folds are consecutive rows.
 * @throws RangeError if k or n is not such an integer, or n·k is above 2²⁷; TypeError for an option that does not exist.
 */
export function kFold(n: number, k: number, options: { readonly seed?: number } = {}): Fold[] {
  checkOptions("kFold", options, ["seed"]);
  const { seed } = options;
  checkNumbers("kFold", { k: [k, "integer ≥ 2"] });
  if (!(Number.isInteger(n) && n >= k))
    throw new RangeError(`kFold: expected n an integer ≥ k = ${k}, got ${shown(n)}`);
  if (n * k > MOST_ROWS)
    throw new RangeError(`kFold: expected n·k ≤ ${MOST_ROWS} row numbers, got ${n}·${k}; use fewer folds`);
  const order =
    seed === undefined
      ? Int32Array.from({ length: n }, (_, i) => i)
      : Int32Array.from(defaultRng(seed).permutation(n));
  let start = 0;
  return Array.from({ length: k }, (_, fold) => {
    const end = start + Math.floor(n / k) + (fold < n % k ? 1 : 0);
    const [from, to] = [start, end];
    start = end;
    return {
      test: order.slice(from, to),
      train: order.filter((_, i) => i < from || i >= to),
    };
  });
}

/** Scores of a cross-validation. */
export interface CrossValidation {
  /** One a fold. */
  readonly scores: number[];
  readonly mean: number;
  /** Standard error of the mean, s/√k with the unbiased s. The folds share data, so it is a little too small. */
  readonly standardError: number;
}

/**
 * k-fold cross-validation: fit on all folds but one, score on that one, and average.
 *
 * @param score Fits on the rows `train` and returns a finite score on the rows `test`.
 * @throws RangeError if no fold is given or a score is not finite.
 */
export function crossValidate(folds: readonly Fold[], score: (fold: Fold) => number): CrossValidation {
  checkKinds("crossValidate", { folds: [folds, "array"], score: [score, "function"] });
  if (folds.length < 2) throw new RangeError(`crossValidate: expected at least 2 folds, got ${folds.length}`);
  const scores = folds.map((fold, i) => {
    const value = score(fold);
    if (!Number.isFinite(value))
      throw new RangeError(`crossValidate: expected finite scores, got ${shown(value)} on fold ${i}`);
    return value;
  });
  const k = scores.length;
  const mean = scores.reduce((a, b) => a + b) / k;
  const variance = scores.reduce((total, value) => total + (value - mean) ** 2, 0) / (k - 1);
  return { scores, mean, standardError: Math.sqrt(variance / k) };
}
