import { Matrix } from "ml-matrix";
import { dataMatrix } from "../data-matrix.js";

/** The result of max pooling and the way back. */
export interface MaxPoolTrace {
  /** The largest value of each window. */
  readonly output: Matrix;
  /** `routes[i][j]`: row and column in the image of the value taken for output [i, j]. */
  readonly routes: (readonly [number, number])[][];
}

/**
 * The largest value of each size×size window, side by side; rows and columns that fill no window are left out, as PyTorch
 * does. Among equal values the first in reading order wins.
 *
 * @param size Integer ≥ 1. Default 2.
 * @throws RangeError if no window fits or a pixel is not finite.
 */
export function maxPool(image: Matrix, size = 2): MaxPoolTrace {
  dataMatrix(image, "maxPool", "image");
  const [rows, columns] = [Math.floor(image.rows / size), Math.floor(image.columns / size)];
  if (!(Number.isInteger(size) && size >= 1 && rows >= 1 && columns >= 1))
    throw new RangeError(
      `maxPool: expected an integer size from 1 to the sides of the image [${image.rows}, ${image.columns}], got ${size}`,
    );
  const routes = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      let best: readonly [number, number] = [i * size, j * size];
      for (let a = i * size; a < (i + 1) * size; a++)
        for (let b = j * size; b < (j + 1) * size; b++)
          if (image.get(a, b) > image.get(best[0], best[1])) best = [a, b];
      return best;
    }),
  );
  return {
    output: new Matrix(routes.map((line) => line.map(([row, column]) => image.get(row, column)))),
    routes,
  };
}

/**
 * Backpropagation through {@link maxPool}: each δ goes whole to the pixel that was the largest, the others receive 0.
 *
 * @param delta ∂E/∂output, of the shape of the output.
 * @param image The image that was pooled; only its shape counts.
 * @throws RangeError if delta is of another shape.
 */
export function maxPoolBackward({ output, routes }: MaxPoolTrace, delta: Matrix, image: Matrix): Matrix {
  if (delta.rows !== output.rows || delta.columns !== output.columns)
    throw new RangeError(
      `maxPoolBackward: expected delta of shape [${output.rows}, ${output.columns}], got [${delta.rows}, ${delta.columns}]`,
    );
  const below = Matrix.zeros(image.rows, image.columns);
  for (const [i, line] of routes.entries())
    for (const [j, [row, column]] of line.entries()) below.set(row, column, delta.get(i, j));
  return below;
}
