import { centralDifferences } from "@elbowjs/test-kit/central-differences";
import type { GradientKind, Reduction } from "../src/index.js";

/** A problem in float64: samples b×d, centres k×d, row by row. */
export interface Problem {
  readonly x: readonly number[];
  readonly centers: readonly number[];
  readonly k: number;
  readonly d: number;
  readonly temperature: number;
}

/** Shares and errors as the definition writes them, in plain float64 loops: the twin of the tensor code. */
export function reconstruct({ x, centers, k, d, temperature }: Problem): { p: number[][]; e: number[][] } {
  const p: number[][] = [];
  const e: number[][] = [];
  for (let n = 0; n < x.length / d; n++) {
    const scores = Array.from({ length: k }, (_, i) => {
      let s = 0;
      for (let j = 0; j < d; j++) s += x[n * d + j]! * centers[i * d + j]! - centers[i * d + j]! ** 2 / 2;
      return temperature * s;
    });
    const top = Math.max(...scores);
    const powers = scores.map((s) => Math.exp(s - top));
    const total = powers.reduce((a, b) => a + b);
    const shares = powers.map((power) => power / total);
    p.push(shares);
    e.push(
      Array.from(
        { length: d },
        (_, j) => shares.reduce((sum, share, i) => sum + share * centers[i * d + j]!, 0) - x[n * d + j]!,
      ),
    );
  }
  return { p, e };
}

/** What `reduction` and `gradient` differentiate: the soft loss, or that of the nearest centre alone. */
export function objective(problem: Problem, reduction: Reduction, gradient: GradientKind): number {
  const { x, centers, d } = problem;
  const { p, e } = reconstruct(problem);
  const errors =
    gradient === "soft"
      ? e
      : p.map((shares, n) => {
          const nearest = shares.indexOf(Math.max(...shares));
          return Array.from({ length: d }, (_, j) => centers[nearest * d + j]! - x[n * d + j]!);
        });
  const squares = errors.flat().reduce((sum, value) => sum + value * value, 0);
  return squares / errors.length / (reduction === "mean" ? d : 1);
}

/** Central differences of the objective by every entry of the centres. */
export const finiteDifferences = (
  problem: Problem,
  reduction: Reduction,
  gradient: GradientKind,
): Promise<Float64Array> =>
  centralDifferences(
    (centers) => objective({ ...problem, centers: [...centers] }, reduction, gradient),
    problem.centers,
  );

/** Numbers in [0, 1), the same for the same seed: a linear congruential generator, independent of the package's. */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
