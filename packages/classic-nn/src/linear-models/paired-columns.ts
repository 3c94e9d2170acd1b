import type { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";

/** X and Y as matrices of their own, checked to have a column for every point. */
export function pairedColumns(
  caller: string,
  inputs: DataMatrix,
  outputs: DataMatrix,
): { X: Matrix; Y: Matrix } {
  const X = dataMatrix(inputs, caller, "inputs");
  const Y = dataMatrix(outputs, caller, "outputs");
  if (X.columns !== Y.columns)
    throw new RangeError(
      `${caller}: expected outputs of shape [m, ${X.columns}] to match inputs [${X.rows}, ${X.columns}], got [${Y.rows}, ${Y.columns}]`,
    );
  return { X, Y };
}
