import { checkKinds } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";

/** Rows of numbers: an ml-matrix `Matrix`, nested arrays or typed arrays; one row per point. */
export type DataMatrix = Matrix | ArrayLike<ArrayLike<number>>;

/**
 * The data as an n×d float64 matrix of its own: a copy, checked to be rectangular, finite and not empty.
 *
 * @param data n rows of d finite numbers, n ≥ 1, d ≥ 1.
 * @param caller Name of the calling function, for the message.
 * @param argument Name of the argument, for the message.
 * @throws RangeError if there is no row or column, the rows differ in length, or an entry is NaN or infinite; TypeError for what is no
 * rows of numbers.
 */
export function dataMatrix(data: DataMatrix, caller: string, argument: string): Matrix {
  checkKinds(caller, { [argument]: [data, "rows"] });
  const rows = Matrix.isMatrix(data) ? data.to2DArray() : Array.from(data, (row) => Array.from(row));
  const columns = rows[0]?.length ?? 0;
  if (columns === 0)
    throw new RangeError(
      `${caller}: expected ${argument} of shape [n, d] with n ≥ 1 and d ≥ 1, got [${rows.length}, ${columns}]`,
    );
  rows.forEach((row, i) => {
    if (row.length !== columns)
      throw new RangeError(
        `${caller}: expected every row of ${argument} to have ${columns} entries, got ${row.length} in row ${i}`,
      );
    const bad = row.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new RangeError(`${caller}: expected finite ${argument}, got ${row[bad]} at [${i}, ${bad}]`);
  });
  return new Matrix(rows);
}

/** The rows of a matrix as vectors of their own. */
export function rowsOf(matrix: Matrix): Float64Array[] {
  return matrix.to2DArray().map((row) => Float64Array.from(row));
}

/**
 * The vector as a float64 copy, checked to be finite and of the right length.
 *
 * @param vector Finite numbers.
 * @param length Entries it must have; when left out any length ≥ 1 passes.
 * @throws RangeError if the length is wrong or an entry is NaN or infinite; TypeError for what is no numbers.
 */
export function dataVector(
  vector: ArrayLike<number>,
  caller: string,
  argument: string,
  length?: number,
): Float64Array {
  checkKinds(caller, { [argument]: [vector, "numbers"] });
  if (vector.length === 0 || (length !== undefined && vector.length !== length))
    throw new RangeError(
      `${caller}: expected ${argument} of shape [${length ?? "d ≥ 1"}], got [${vector.length}]`,
    );
  const copy = Float64Array.from(vector);
  const bad = copy.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`${caller}: expected finite ${argument}, got ${copy[bad]} at [${bad}]`);
  return copy;
}
