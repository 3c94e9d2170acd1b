import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { Matrix } from "ml-matrix";
import { type Certificate, certify } from "./certificate.js";
import { geometricMedian } from "./geometric-median.js";
import { type PointRows, type Points, readPoints } from "./points.js";
import { reweightedSubspace } from "./reweighted-subspace.js";
import { fixSigns } from "./spectrum.js";

export interface MedianSubspaceOptions {
  /** k, an integer from 0 to the rank of the points less 1. */
  readonly dimension: number;
  /** Fit an affine subspace c + span B; c then is found too. Default false: a subspace through 0. */
  readonly center?: boolean;
  /**
   * Measure each distance relative to the point's length (from the geometric median, with `center`), so that only directions count and a
   * long outlier weighs no more than a short one. Default true; at dimension 0 false, where lengths are all there is.
   */
  readonly spherical?: boolean;
  /** Stops after so many rounds, ≥ 1. Default 500. */
  readonly maxIterations?: number;
}

export interface MedianSubspace {
  /** B, d × k, orthonormal columns. */
  readonly basis: Matrix;
  /** c, d numbers; zeros without centring. */
  readonly center: Float64Array;
  /** ‖xᵢ − c − BBᵀ(xᵢ − c)‖, in the points' unit. */
  readonly distances: Float64Array;
  /** Places of the points that are far from the subspace: more than 5 times the median distance, and than 1e-8 of their length. */
  readonly outliers: readonly number[];
  /** Rounds of reweighted least squares. */
  readonly iterations: number;
  /** Whether the subspace came to rest. */
  readonly converged: boolean;
  /** Proof to first order that no tilt or shift of the subspace lowers the sum. */
  readonly certificate: Certificate;
}

/**
 * The subspace of least sum of distances, min Σᵢ ‖xᵢ − c − BBᵀ(xᵢ − c)‖₂, not squared: as a median stands where most are, it passes
 * exactly through points that lie on a subspace, whatever a smaller number of outliers does, where PCA is drawn aside.
 *
 * Iteratively reweighted least squares from spherical PCA; each round is the PCA with weights 1 / max(distance, δ), and δ falls with the
 * distances to 0. On points in general position next to outliers it converges faster than geometrically.
 *
 * @param points n points of d numbers, at least `dimension` + 1 of them not 0.
 * @throws TypeError or RangeError for what are no points, fewer points than the dimension needs, or a dimension not below their rank.
 * @see G. Lerman, T. Maunu, Fast, Robust and Non-convex Subspace Recovery, 2018; homework 3, problem 3(a), fall 2023.
 */
export function medianSubspace(points: Points, options: MedianSubspaceOptions): MedianSubspace {
  const caller = "medianSubspace";
  checkOptions(caller, options, ["dimension", "center", "spherical", "maxIterations"]);
  const { dimension, center = false, maxIterations = 500 } = options;
  const { spherical = dimension > 0 } = options;
  checkNumbers(caller, {
    dimension: [dimension, "integer ≥ 0"],
    maxIterations: [maxIterations, "integer ≥ 1"],
  });
  checkKinds(caller, { center: [center, "boolean"], spherical: [spherical, "boolean"] });
  const rows = readPoints(caller, "points", points);
  if (rows.n <= dimension)
    throw new RangeError(
      `${caller}: expected more points than dimensions, got ${rows.n} points for dimension ${dimension}`,
    );
  if (dimension >= rows.d)
    throw new RangeError(
      `${caller}: expected dimension < ${rows.d}, the numbers per point, got ${dimension}`,
    );
  const start = center ? geometricMedian(rows) : new Float64Array(rows.d);
  const scales = scalesOf(rows, start, spherical);
  const fit = reweightedSubspace(caller, rows, { dimension, center, start, scales, maxIterations });
  const distances = distancesFrom(rows, fit.center, fit.basis);
  return {
    basis: fixSigns(fit.basis),
    center: fit.center,
    distances,
    outliers: farPoints(rows, fit.center, distances),
    iterations: fit.iterations,
    converged: fit.converged,
    certificate: certify(rows, fit.center, fit.basis, distances, scales, center),
  };
}

/** What each distance is multiplied with; a point at the start itself has no direction and counts 0. */
function scalesOf({ data, n, d }: PointRows, start: Float64Array, spherical: boolean): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    if (!spherical) return 1;
    let squared = 0;
    for (let j = 0; j < d; j++) squared += (data[i * d + j]! - start[j]!) ** 2;
    return squared > 0 ? 1 / Math.sqrt(squared) : 0;
  });
}

/** Residuals are computed as vectors: a difference of squares would lose half of the digits. */
export function distancesFrom({ data, n, d }: PointRows, center: Float64Array, basis: Matrix): Float64Array {
  const k = basis.columns;
  const columns = Float64Array.from(basis.transpose().to1DArray());
  const rest = new Float64Array(d);
  return Float64Array.from({ length: n }, (_, i) => {
    for (let j = 0; j < d; j++) rest[j] = data[i * d + j]! - center[j]!;
    // Twice: the second pass removes what rounding left in the subspace.
    for (let pass = 0; pass < 2; pass++)
      for (let c = 0; c < k; c++) {
        let dot = 0;
        for (let j = 0; j < d; j++) dot += columns[c * d + j]! * rest[j]!;
        for (let j = 0; j < d; j++) rest[j]! -= dot * columns[c * d + j]!;
      }
    return Math.sqrt(rest.reduce((total, value) => total + value * value, 0));
  });
}

function farPoints({ data, n, d }: PointRows, center: Float64Array, distances: Float64Array): number[] {
  const median = distances.slice().sort()[Math.floor((n - 1) / 2)]!;
  return [...distances.keys()].filter((i) => {
    let squared = 0;
    for (let j = 0; j < d; j++) squared += (data[i * d + j]! - center[j]!) ** 2;
    return distances[i]! > 5 * median && distances[i]! > 1e-8 * Math.sqrt(squared);
  });
}
