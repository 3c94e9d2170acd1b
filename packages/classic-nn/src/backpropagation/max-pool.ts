import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
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
  const pixels = dataMatrix(image, "maxPool", "image");
  const most = Math.min(pixels.rows, pixels.columns);
  checkNumbers("maxPool", { size: [size, `integer in [1, ${most}]`] });
  const [rows, columns] = [Math.floor(pixels.rows / size), Math.floor(pixels.columns / size)];
  const routes = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      let best: readonly [number, number] = [i * size, j * size];
      for (let a = i * size; a < (i + 1) * size; a++)
        for (let b = j * size; b < (j + 1) * size; b++)
          if (pixels.get(a, b) > pixels.get(best[0], best[1])) best = [a, b];
      return best;
    }),
  );
  return {
    output: new Matrix(routes.map((line) => line.map(([row, column]) => pixels.get(row, column)))),
    routes,
  };
}

/**
 * Backpropagation through {@link maxPool}: each δ goes whole to the pixel that was the largest, the others receive 0.
 *
 * @param delta ∂E/∂output, of the shape of the output.
 * @param image The image that was pooled; only its shape counts.
 * @throws RangeError if delta is of another shape, or the image smaller than the one that was pooled.
 */
export function maxPoolBackward(trace: MaxPoolTrace, delta: Matrix, image: Matrix): Matrix {
  checkKinds("maxPoolBackward", {
    trace: [trace, { output: "Matrix", routes: [["numbers"]] }],
    delta: [delta, "Matrix"],
    image: [image, "Matrix"],
  });
  const { output, routes } = trace;
  checkShape("maxPoolBackward", "delta", [delta.rows, delta.columns], [output.rows, output.columns]);
  const [bottom, right] = routes
    .flat()
    .reduce(([i, j], [row, column]) => [Math.max(i, row), Math.max(j, column)] as const, [0, 0] as const);
  if (!(bottom < image.rows && right < image.columns))
    throw new RangeError(
      `maxPoolBackward: expected the image that was pooled, with a pixel at [${bottom}, ${right}], got one of shape [${image.rows}, ${image.columns}]`,
    );
  const below = Matrix.zeros(image.rows, image.columns);
  for (const [i, line] of routes.entries())
    for (const [j, [row, column]] of line.entries()) below.set(row, column, delta.get(i, j));
  return below;
}
