import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { Matrix, SVD } from "ml-matrix";
import { type PointRows, type Points, readPoints } from "./points.js";
import { fixSigns, largestEigenpairs, secondMoment } from "./spectrum.js";

export interface PcaOptions {
  /** Directions kept, an integer from 1 to the rank of the points. Default: the rank. */
  readonly components?: number;
  /** Subtract the mean. Default true. */
  readonly center?: boolean;
}

export interface Pca {
  /** μ, d numbers; zeros without centring. */
  readonly mean: Float64Array;
  /** B, d × k, orthonormal columns; the entry of largest magnitude in each is positive. */
  readonly basis: Matrix;
  /** Variance along each column, descending, with divisor n − 1 (n without centring). */
  readonly variances: Float64Array;
  /** All of the variance, whatever k is. */
  readonly totalVariance: number;
  /** Codes Bᵀ(x − μ) of points, n × k. */
  transform(points: Points): Matrix;
  /** Points μ + Bz of codes, n × d. */
  reconstruct(codes: Points): Matrix;
}

/** Points × numbers up to which the singular values are computed from the points themselves, without squaring them. */
const directSize = 150_000;

/**
 * Principal component analysis: the orthonormal directions along which the points vary most, which among all subspaces of that
 * dimension leave the least Σ‖xᵢ − μ − BBᵀ(xᵢ − μ)‖².
 *
 * By the singular value decomposition of the points where they are few, otherwise by the eigenvectors of the smaller of XᵀX and XXᵀ.
 * Zeros in the points, as in images, save time.
 *
 * @param points n ≥ 2 points of d numbers; 1 without centring.
 * @throws TypeError or RangeError for what are no points, one point, points that are all equal, or more components than the rank.
 * @see I. Jolliffe, Principal Component Analysis, 2002.
 */
export function pca(points: Points, options: PcaOptions = {}): Pca {
  checkOptions("pca", options, ["components", "center"]);
  const { components, center = true } = options;
  checkKinds("pca", { center: [center, "boolean"] });
  checkNumbers("pca", { components: [components, "integer ≥ 1 or undefined"] });
  const rows = readPoints("pca", "points", points);
  if (center && rows.n < 2)
    throw new RangeError(`pca: expected at least 2 points, got ${rows.n}; one alone has no variance`);
  const mean = center ? meanOf(rows) : new Float64Array(rows.d);
  const limit = Math.min(center ? rows.n - 1 : rows.n, rows.d);
  if (components !== undefined && components > limit)
    throw new RangeError(
      `pca: expected components ≤ ${limit} for ${rows.n} points of ${rows.d} numbers, got ${components}`,
    );
  const { values, vectors, rounding, total } = decompose(rows, mean, components ?? limit, center);
  const rank = values.filter((value) => value > rounding).length;
  if (rank === 0)
    throw new RangeError(
      `pca: expected points that differ${center ? "" : " from 0"}, got ${rows.n} equal ones`,
    );
  if (components !== undefined && components > rank)
    throw new RangeError(`pca: expected components ≤ ${rank}, the rank of the points, got ${components}`);
  const divisor = center ? rows.n - 1 : rows.n;
  const basis = fixSigns(rank === vectors.columns ? vectors : vectors.subMatrix(0, rows.d - 1, 0, rank - 1));
  return {
    mean,
    basis,
    variances: values.slice(0, rank).map((value) => value / divisor),
    totalVariance: total / divisor,
    transform: (given) => project("pca.transform", given, mean, basis),
    reconstruct: (codes) => expand("pca.reconstruct", codes, mean, basis),
  };
}

/** Squared singular values, descending, the right singular vectors, and the sum of all; below `rounding` a value is 0. */
function decompose(rows: PointRows, mean: Float64Array, count: number, center: boolean) {
  const { data, n, d } = rows;
  if (n * d <= directSize) {
    const centred = Matrix.from1DArray(
      n,
      d,
      data.map((value, i) => value - mean[i % d]!),
    );
    const svd = new SVD(centred, { autoTranspose: true, computeLeftSingularVectors: false });
    const singular = svd.diagonal.slice(0, count);
    const values = Float64Array.from(singular, (value) => value * value);
    const vectors = svd.rightSingularVectors.subMatrix(0, d - 1, 0, singular.length - 1);
    const rounding = (Math.max(n, d) * Number.EPSILON) ** 2 * values[0]!;
    return { values, vectors, rounding, total: svd.diagonal.reduce((sum, value) => sum + value * value, 0) };
  }
  if (n >= d) {
    const moment = secondMoment(data, n, d);
    if (center)
      for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) moment[i * d + j]! -= n * mean[i]! * mean[j]!;
    const { values, vectors } = largestEigenpairs(moment, d, count);
    return { values, vectors, rounding: n * Number.EPSILON * values[0]!, total: trace(moment, d) };
  }
  const centred = Matrix.from1DArray(
    n,
    d,
    data.map((value, i) => value - mean[i % d]!),
  );
  const gram = centred.mmul(centred.transpose());
  const { values, vectors } = largestEigenpairs(Float64Array.from(gram.to1DArray()), n, count);
  const basis = centred.transpose().mmul(vectors);
  for (const [j, value] of values.entries())
    basis.setColumn(j, basis.getColumnVector(j).div(Math.sqrt(Math.max(value, Number.MIN_VALUE))));
  return { values, vectors: basis, rounding: d * Number.EPSILON * values[0]!, total: gram.trace() };
}

function meanOf({ data, n, d }: PointRows): Float64Array {
  const sums = new Float64Array(d);
  for (let i = 0, place = 0; i < n; i++) for (let j = 0; j < d; j++, place++) sums[j]! += data[place]!;
  return sums.map((sum) => sum / n);
}

function trace(matrix: Float64Array, d: number): number {
  let total = 0;
  for (let i = 0; i < d; i++) total += matrix[i * d + i]!;
  return total;
}

/** Bᵀ(x − μ), a row each. */
export function project(caller: string, points: Points, mean: Float64Array, basis: Matrix): Matrix {
  const { data, n, d } = readPoints(caller, "points", points);
  if (d !== mean.length)
    throw new RangeError(`${caller}: expected points of ${mean.length} numbers, got ${d}`);
  return Matrix.from1DArray(
    n,
    d,
    data.map((value, i) => value - mean[i % d]!),
  ).mmul(basis);
}

/** μ + Bz, a row each. */
export function expand(caller: string, codes: Points, mean: Float64Array, basis: Matrix): Matrix {
  const { data, n, d } = readPoints(caller, "codes", codes);
  if (d !== basis.columns)
    throw new RangeError(`${caller}: expected codes of ${basis.columns} numbers, got ${d}`);
  return Matrix.from1DArray(n, d, data)
    .mmul(basis.transpose())
    .addRowVector([...mean]);
}
