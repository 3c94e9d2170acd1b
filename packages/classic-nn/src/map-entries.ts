import type { Matrix } from "ml-matrix";

/** A new matrix with a function applied to every entry. */
export function mapEntries(matrix: Matrix, f: (value: number) => number): Matrix {
  const result = matrix.clone();
  for (let i = 0; i < result.rows; i++)
    for (let j = 0; j < result.columns; j++) result.set(i, j, f(result.get(i, j)));
  return result;
}
