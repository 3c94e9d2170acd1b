import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** The largest eigenvalues of a symmetric matrix, descending, and their vectors as columns. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** @param symmetric d × d numbers. @param count how many; the largest first. */
export function largestEigenpairs(symmetric: Float64Array, d: number, count: number): Spectrum {
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
