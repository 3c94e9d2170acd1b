import { checkNumbers } from "@elbowjs/arguments";
import { upperGamma } from "./upper-gamma.js";

/** What {@link classBalance} returns. */
export interface ClassBalance {
  /** χ² = Σ (observed − expected)² / expected. */
  readonly chiSquare: number;
  /** Probability of a χ² at least as large if the shares were the expected ones, in [0, 1]. */
  readonly pValue: number;
  /** Share of the rarest class, in [0, 1]. */
  readonly rarest: number;
}

/**
 * Whether classes come as often as they should: Pearson's χ² test with classes − 1 degrees of freedom. A small p-value says that a
 * model prefers some classes; with very many images it says so of any model, since none is exact: look at the shares, too.
 *
 * @param counts images of each class, integers ≥ 0, at least two classes and one image.
 * @param expected share of each class, > 0; any sum. Default: equal shares.
 * @throws RangeError for counts or shares that are none.
 * @see K. Pearson, On the criterion that a given system of deviations …, 1900.
 */
export function classBalance(counts: ArrayLike<number>, expected?: ArrayLike<number>): ClassBalance {
  const observed = Array.from(counts);
  const shares = expected === undefined ? observed.map(() => 1) : Array.from(expected);
  if (observed.length < 2 || shares.length !== observed.length)
    throw new RangeError(
      `classBalance: expected the counts of at least two classes, with a share each, got ${observed.length} and ${shares.length}`,
    );
  for (const count of observed) checkNumbers("classBalance", { "every count": [count, "integer ≥ 0"] });
  for (const share of shares) checkNumbers("classBalance", { "every share": [share, "> 0"] });
  const size = observed.reduce((sum, count) => sum + count, 0);
  if (size === 0) throw new RangeError("classBalance: expected at least one image, got none");
  const total = shares.reduce((sum, share) => sum + share, 0);
  let chiSquare = 0;
  for (const [i, count] of observed.entries()) {
    const wanted = (size * shares[i]!) / total;
    chiSquare += (count - wanted) ** 2 / wanted;
  }
  return {
    chiSquare,
    pValue: upperGamma((observed.length - 1) / 2, chiSquare / 2),
    rarest: Math.min(...observed) / size,
  };
}
