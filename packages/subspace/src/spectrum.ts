import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { inverseIteration } from "./inverse-iteration.js";
import { tridiagonalEigenvalues, tridiagonalize } from "./tridiagonal.js";

/** The largest eigenvalues of a symmetric matrix, descending, and their vectors as columns. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** Up to this part of all eigenvectors it is faster to compute each by itself. */
const fewVectors = 0.25;

/** @param symmetric d × d numbers. @param count how many; the largest first. */
export function largestEigenpairs(symmetric: Float64Array, d: number, count: number): Spectrum {
  if (d > 32 && count <= fewVectors * d) return someEigenpairs(symmetric, d, count);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(d, d, symmetric),
    { assumeSymmetric: true },
  );
  const order = realEigenvalues.map((_, i) => i).sort((i, j) => realEigenvalues[j]! - realEigenvalues[i]!);
  const taken = order.slice(0, count);
  return {
    values: Float64Array.from(taken, (i) => realEigenvalues[i]!),
    vectors: eigenvectorMatrix.subMatrixColumn(taken),
  };
}

/** The same, from a tridiagonal form, all of its eigenvalues, and only the vectors that are wanted. */
function someEigenpairs(symmetric: Float64Array, d: number, count: number): Spectrum {
  const tridiagonal = tridiagonalize(symmetric, d);
  const values = tridiagonalEigenvalues(tridiagonal).slice(0, count);
  const vectors = new Matrix(d, count);
  for (const [k, vector] of inverseIteration(tridiagonal, values).entries()) {
    tridiagonal.toOriginal(vector);
    vectors.setColumn(k, vector);
  }
  return { values, vectors };
}

/** Σᵢ wᵢ xᵢ xᵢᵀ, d × d. Rows that hold many zeros, as images do, cost only what is not 0. */
export function secondMoment(data: Float64Array, n: number, d: number, weights?: Float64Array): Float64Array {
  const moment = new Float64Array(d * d);
  const places = new Int32Array(d);
  const values = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    let count = 0;
    for (let j = 0; j < d; j++) {
      const value = data[i * d + j]!;
      if (value === 0) continue;
      places[count] = j;
      values[count++] = value;
    }
    const weight = weights ? weights[i]! : 1;
    for (let k = 0; k < count; k++) {
      const row = places[k]! * d;
      const factor = weight * values[k]!;
      for (let l = 0; l <= k; l++) moment[row + places[l]!]! += factor * values[l]!;
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) moment[k * d + j] = moment[j * d + k]!;
  return moment;
}

/** Turns each column so that its entry of largest magnitude is positive: signs are a matter of convention. */
export function fixSigns(basis: Matrix): Matrix {
  for (let j = 0; j < basis.columns; j++) {
    let largest = 0;
    for (let i = 0; i < basis.rows; i++)
      if (Math.abs(basis.get(i, j)) > Math.abs(largest)) largest = basis.get(i, j);
    if (largest < 0) for (let i = 0; i < basis.rows; i++) basis.set(i, j, -basis.get(i, j));
  }
  return basis;
}
