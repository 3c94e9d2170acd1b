import { Matrix, QrDecomposition } from "ml-matrix";
import type { PointRows } from "./points.js";
import { largestEigenpairs, secondMoment } from "./spectrum.js";

export interface SubspaceProblem {
  readonly dimension: number;
  readonly center: boolean;
  /** Where the first round measures from. */
  readonly start: Float64Array;
  /** What each point's distance is multiplied with. */
  readonly scales: Float64Array;
  readonly maxIterations: number;
}

export interface SubspaceFit {
  readonly basis: Matrix;
  readonly center: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** δ never falls below this part of the largest scaled distance there can be: beyond, distances are rounding. */
const leastDelta = 1e-13;
/** A round that moves the subspace by less than this, as a sine, has come to rest. */
const rest = 1e-13;

/** Rounds of weighted PCA, weights scale² / max(scale · distance, δ), in coordinates of the points' own span. */
export function reweightedSubspace(caller: string, rows: PointRows, problem: SubspaceProblem): SubspaceFit {
  const { dimension: k, center, scales, maxIterations } = problem;
  const { local, frame } = inOwnSpan(rows, problem.start);
  const { n, d: r } = local;
  let place: Float64Array = new Float64Array(r);
  let basis = weightedPca(
    local,
    place,
    scales.map((scale) => scale * scale),
    k,
  );
  checkRank(caller, basis.values, k);
  const size = sizeOf(local, scales);
  let [delta, converged, iterations] = [Infinity, false, 0];
  // Enough points to pin a subspace down, and a few of the rest: their distances set δ.
  const few = Math.min(n - 1, k + 1 + Math.ceil(0.1 * (n - k)));
  while (!converged && iterations < maxIterations) {
    iterations++;
    const scaled = distances(local, place, basis.vectors).map((value, i) => value * scales[i]!);
    const sorted = scaled.slice().sort();
    delta = Math.max(Math.min(delta, sorted[few]!), leastDelta * size);
    const weights = scaled.map((value, i) => scales[i]! ** 2 / Math.max(value, delta));
    const nextPlace = center ? weightedMean(local, weights) : place;
    const next = weightedPca(local, nextPlace, weights, k);
    const moved =
      sineBetween(basis.vectors, next.vectors) +
      (shift(place, nextPlace, next.vectors) * largest(scales)) / size;
    // At rest for this δ: go on with a smaller one, until it is below every distance that is not rounding.
    const isSharp = delta <= leastDelta * size || delta <= sorted[0]!;
    converged = moved <= rest && isSharp;
    if (moved < 1e-3) delta /= 10;
    [basis, place] = [next, nextPlace];
  }
  return {
    basis: frame ? frame.mmul(basis.vectors) : basis.vectors,
    center: toSpace(place, frame, problem.start),
    iterations,
    converged,
  };
}

/** The largest scaled distance from the start: 1 for directions. */
function sizeOf({ data, n, d }: PointRows, scales: Float64Array): number {
  let size = 0;
  for (let i = 0; i < n; i++)
    size = Math.max(size, scales[i]! * Math.hypot(...data.subarray(i * d, (i + 1) * d)));
  return size || 1;
}

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);

/** How far the place has moved off the subspace. */
function shift(from: Float64Array, to: Float64Array, basis: Matrix): number {
  const change = Matrix.columnVector(to.map((value, j) => value - from[j]!));
  return Matrix.sub(change, basis.mmul(basis.transpose().mmul(change))).norm("frobenius");
}

/** Where there are fewer points than numbers, their coordinates in an orthonormal frame of their span: r × r problems, not d × d. */
function inOwnSpan({ data, n, d }: PointRows, start: Float64Array) {
  const shifted = data.map((value, i) => value - start[i % d]!);
  if (n >= d) return { local: { data: shifted, n, d }, frame: undefined };
  const qr = new QrDecomposition(Matrix.from1DArray(n, d, shifted).transpose());
  const frame = qr.orthogonalMatrix;
  const coordinates = qr.upperTriangularMatrix.transpose();
  return { local: { data: Float64Array.from(coordinates.to1DArray()), n, d: n }, frame };
}

function toSpace(place: Float64Array, frame: Matrix | undefined, start: Float64Array): Float64Array {
  const moved = frame ? frame.mmul(Matrix.columnVector([...place])).to1DArray() : place;
  return start.map((value, j) => value + moved[j]!);
}

function weightedPca({ data, n, d }: PointRows, place: Float64Array, weights: Float64Array, k: number) {
  const shifted = data.map((value, i) => value - place[i % d]!);
  return largestEigenpairs(secondMoment(shifted, n, d, weights), d, k);
}

function weightedMean({ data, n, d }: PointRows, weights: Float64Array): Float64Array {
  const mean = new Float64Array(d);
  const total = weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) mean[j]! += (weights[i]! / total) * data[i * d + j]!;
  return mean;
}

function distances({ data, n, d }: PointRows, place: Float64Array, basis: Matrix): Float64Array {
  const shifted = Matrix.from1DArray(
    n,
    d,
    data.map((value, i) => value - place[i % d]!),
  );
  const rest = Matrix.sub(shifted, shifted.mmul(basis).mmul(basis.transpose()));
  return Float64Array.from({ length: n }, (_, i) => Math.hypot(...rest.getRow(i)));
}

/** The largest sine of the angles between two subspaces, at most: ‖(I − PPᵀ)Q‖_F. */
function sineBetween(p: Matrix, q: Matrix): number {
  return Matrix.sub(q, p.mmul(p.transpose().mmul(q))).norm("frobenius");
}

function checkRank(caller: string, values: Float64Array, k: number): void {
  const rank = values.filter((value) => value > 1e-13 * values[0]!).length;
  if (k > 0 && rank < k)
    throw new RangeError(`${caller}: expected dimension ≤ ${rank}, the rank of the points, got ${k}`);
}
