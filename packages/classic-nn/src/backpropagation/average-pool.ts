import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { dataMatrix } from "../data-matrix.js";

/** Windows of a pooled image; refuses a size that fits nowhere. */
function windows(caller: string, image: Matrix, size: number): [number, number] {
  const most = Math.min(image.rows, image.columns);
  checkNumbers(caller, { size: [size, `integer in [1, ${most}]`] });
  return [Math.floor(image.rows / size), Math.floor(image.columns / size)];
}

/**
 * The mean of each size×size window, side by side; rows and columns that fill no window are left out, as PyTorch does.
 *
 * @param image h×w.
 * @param size Integer ≥ 1. Default 2.
 * @throws RangeError if no window fits or a pixel is not finite.
 */
export function averagePool(image: Matrix, size = 2): Matrix {
  const pixels = dataMatrix(image, "averagePool", "image");
  const [rows, columns] = windows("averagePool", pixels, size);
  const out = Matrix.zeros(rows, columns);
  for (let i = 0; i < rows * size; i++)
    for (let j = 0; j < columns * size; j++) {
      const [row, column] = [Math.floor(i / size), Math.floor(j / size)];
      out.set(row, column, out.get(row, column) + pixels.get(i, j) / size ** 2);
    }
  return out;
}

/**
 * Backpropagation through {@link averagePool}: every pixel of a window receives an equal part δ/size² of its δ.
 *
 * @param delta ∂E/∂output, of the shape of the output.
 * @param image The image that was pooled; only its shape counts.
 * @param size As it was pooled. Default 2.
 * @throws RangeError if delta is of another shape.
 */
export function averagePoolBackward(delta: Matrix, image: Matrix, size = 2): Matrix {
  checkKinds("averagePoolBackward", { delta: [delta, "Matrix"], image: [image, "Matrix"] });
  const [rows, columns] = windows("averagePoolBackward", image, size);
  checkShape("averagePoolBackward", "delta", [delta.rows, delta.columns], [rows, columns]);
  const below = Matrix.zeros(image.rows, image.columns);
  for (let i = 0; i < rows * size; i++)
    for (let j = 0; j < columns * size; j++)
      below.set(i, j, delta.get(Math.floor(i / size), Math.floor(j / size)) / size ** 2);
  return below;
}
