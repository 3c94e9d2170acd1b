import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { costs, planGradient } from "./cost-matrix.js";
import { GibbsKernel } from "./gibbs-kernel.js";
import { type PointRows, type Points, readPair } from "./points.js";
import { largestOf, solve } from "./sinkhorn.js";
import { readWeights } from "./weights.js";

export interface SinkhornDivergenceOptions {
  /** Weight of the entropy, in units of ‖x − y‖ᵖ, > 0. Default 0.05 of the largest cost between x and y. */
  readonly epsilon?: number;
  /** Power of the Euclidean distance, > 0 and ≤ 2, for which the divergence is ≥ 0. Default 2. */
  readonly p?: number;
  /** Masses of x, of any positive sum. Default: equal ones. */
  readonly xWeights?: ArrayLike<number>;
  /** Masses of y, of any positive sum. Default: equal ones. */
  readonly yWeights?: ArrayLike<number>;
  /** Stops when the duality gaps are at most this part of the largest cost, > 0. Default 1e-9. */
  readonly tolerance?: number;
  /** Stops after so many pairs of updates in any case, ≥ 1. Default 10,000. */
  readonly maxIterations?: number;
}

/**
 * The debiased Sinkhorn divergence, S = OT_ε(x, y) − ½ OT_ε(x, x) − ½ OT_ε(y, y), OT_ε the regularized cost of `sinkhorn` with
 * ‖x − y‖ᵖ: 0 for equal measures, ≥ 0, the p-th power of the p-Wasserstein distance as ε → 0, and for p = 1
 * half the square of `energyDistance` as ε → ∞.
 *
 * All three are dual values, and OT_ε(x, y) starts at the potentials of the other two. There S is ½ ε ‖·‖² of a kernel norm, so
 * that no early stop makes it negative, and for equal measures, in any order, it stays 0 up to rounding.
 *
 * @param x n points of d numbers. @param y m points of d numbers.
 * @returns in units of distance to the power p; not a root.
 * @throws TypeError or RangeError for what are no points of one space, weights that are none, ε ≤ 0, or p outside (0, 2].
 * @see J. Feydy et al., Interpolating between Optimal Transport and MMD using Sinkhorn Divergences, 2019.
 */
export function sinkhornDivergence(x: Points, y: Points, options: SinkhornDivergenceOptions = {}): number {
  const { cross, selfX, selfY } = solveThree("sinkhornDivergence", x, y, options);
  return Math.max(0, cross.dual - selfX.dual / 2 - selfY.dual / 2);
}

/**
 * The gradient of `sinkhornDivergence(x, y, options)` with respect to x, by the envelope theorem: as exact as the gaps are small.
 *
 * @returns n × d numbers, row after row.
 * @throws as `sinkhornDivergence`.
 */
export function sinkhornDivergenceGradient(
  x: Points,
  y: Points,
  options: SinkhornDivergenceOptions = {},
): Float64Array {
  const { cross, selfX, from, to, p } = solveThree("sinkhornDivergenceGradient", x, y, options);
  const toSelf = planGradient(selfX.plan, from, from, p);
  return planGradient(cross.plan, from, to, p).map((value, i) => value - toSelf[i]!);
}

function solveThree(caller: string, x: Points, y: Points, options: SinkhornDivergenceOptions) {
  checkOptions(caller, options, ["epsilon", "p", "xWeights", "yWeights", "tolerance", "maxIterations"]);
  const { p = 2, tolerance = 1e-9, maxIterations = 10_000 } = options;
  checkNumbers(caller, {
    epsilon: [options.epsilon, "> 0 or undefined"],
    p: [p, "(0, 2]"],
    tolerance: [tolerance, "> 0"],
    maxIterations: [maxIterations, "integer ≥ 1"],
  });
  const [from, to] = readPair(caller, x, y);
  const a = readWeights(caller, "xWeights", options.xWeights, from.n);
  const b = readWeights(caller, "yWeights", options.yWeights, to.n);
  const cost = costs(from, to, p);
  const largest = largestOf(cost);
  const epsilon = options.epsilon ?? (0.05 * largest || 1);
  const limits = { tolerance: tolerance * largest, maxIterations };
  const self = (points: PointRows, weights: Float64Array) => {
    const kernel = new GibbsKernel(weights, weights, costs(points, points, p), epsilon);
    const { state } = solve(kernel, limits, "symmetric");
    return { potential: kernel.f, ...state };
  };
  const [selfX, selfY] = [self(from, a), self(to, b)];
  const kernel = new GibbsKernel(a, b, cost, epsilon, { f: selfX.potential, g: selfY.potential });
  const { state } = solve(kernel, limits, "warm");
  return { cross: state, selfX, selfY, from, to, p };
}
