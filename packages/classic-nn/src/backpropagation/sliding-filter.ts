import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";

/** How a filter is slid over an image. */
export interface SlidingOptions {
  /** How far the filter moves from one place to the next, integer ≥ 1. Default 1. */
  readonly stride?: number;
  /** Rows and columns of zeros put round the image first, integer ≥ 0. Default 0. */
  readonly padding?: number;
}

/**
 * Slides a filter over an image and takes the sum of products at every place where it fits:
 * out[i, j] = Σ K[a, b] · X[s·i + a − p, s·j + b − p] with stride s and zero padding p, so that an h×w image and an m×m
 * filter give ⌊(h + 2p − m)/s⌋ + 1 rows. Lectures on neural networks call this convolution; strictly it is correlation, the
 * filter is not turned round. A one-dimensional signal is an image of one row.
 *
 * @param image h×w.
 * @param filter Its weights K.
 * @throws RangeError if the filter is larger than the padded image, a number is not finite, an option is no such integer, or there
 * are more than 2²⁴ places; TypeError for an option that does not exist.
 */
export function slidingFilter(image: DataMatrix, filter: DataMatrix, options: SlidingOptions = {}): Matrix {
  checkOptions("slidingFilter", options, ["stride", "padding"]);
  const { stride = 1, padding = 0 } = options;
  checkSliding("slidingFilter", { stride, padding });
  return slide(
    dataMatrix(image, "slidingFilter", "image"),
    dataMatrix(filter, "slidingFilter", "filter"),
    stride,
    padding,
  );
}

/** Refuses a stride or a padding that is no such integer. */
export function checkSliding(caller: string, { stride, padding }: Required<SlidingOptions>): void {
  checkNumbers(caller, { stride: [stride, "integer ≥ 1"], padding: [padding, "integer ≥ 0"] });
}

/** Places that a filter may be put at, 128 MB. */
const MOST_PLACES = 2 ** 24;

/** {@link slidingFilter} on matrices and settings known to be right. */
export function slide(image: Matrix, filter: Matrix, stride: number, padding: number): Matrix {
  const [rows, columns] = slidingShape(image, filter, stride, padding);
  const out = Matrix.zeros(rows, columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      out.set(i, j, windowSum(image, filter, stride * i - padding, stride * j - padding));
  return out;
}

/** Rows and columns of what {@link slide} returns. */
export function slidingShape(
  image: Matrix,
  filter: Matrix,
  stride: number,
  padding: number,
): [number, number] {
  const fits = (side: number, width: number): number => Math.floor((side + 2 * padding - width) / stride) + 1;
  const [rows, columns] = [fits(image.rows, filter.rows), fits(image.columns, filter.columns)];
  if (rows < 1 || columns < 1)
    throw new RangeError(
      `slidingFilter: expected a filter no larger than the image [${image.rows}, ${image.columns}]${padding > 0 ? ` padded by ${padding}` : ""}, got [${filter.rows}, ${filter.columns}]`,
    );
  if (rows * columns > MOST_PLACES)
    throw new RangeError(
      `slidingFilter: expected at most ${MOST_PLACES} places, got ${rows}·${columns}; lower padding or raise stride`,
    );
  return [rows, columns];
}

/** Σ K[a, b] · X[top + a, left + b]; outside the image X is 0. */
function windowSum(image: Matrix, filter: Matrix, top: number, left: number): number {
  let sum = 0;
  for (let a = 0; a < filter.rows; a++)
    for (let b = 0; b < filter.columns; b++) {
      const [i, j] = [top + a, left + b];
      if (i >= 0 && j >= 0 && i < image.rows && j < image.columns) sum += filter.get(a, b) * image.get(i, j);
    }
  return sum;
}

/**
 * The image and the filter of lecture 14. Sixteen places, in reading order:
 * −3, 6, −3, 4; −2, −5, 2, 1; 4, 4, −3, 1; 10, −1, 5, 2.
 * The lecture prints −3 and then 4 for 2·1 + 0·(−1) + (−1)·0 + 2·2, which is 6.
 */
export const lectureSlidingFilter: {
  readonly image: readonly (readonly number[])[];
  readonly filter: readonly (readonly number[])[];
} = {
  image: [
    [1, 2, 0, 3, 1],
    [-1, -1, 2, 0, 1],
    [1, -1, -1, 0, 1],
    [3, 1, 2, -1, 1],
    [1, 4, 0, 1, 2],
  ],
  filter: [
    [1, -1],
    [0, 2],
  ],
};

/**
 * The three channels of lecture 14, as far as all three are legible, and a filter with a matrix for each. At the first
 * place the channels give 2, 7 and 16, together 25, where the lecture stops at "whatever".
 */
export const lectureChannels: {
  readonly image: readonly (readonly (readonly number[])[])[];
  readonly filter: readonly (readonly (readonly number[])[])[];
} = {
  image: [
    [
      [1, 1, 2, 1],
      [2, 0, -1, 1],
      [-1, 1, 0, -1],
    ],
    [
      [1, -1, 1, -1],
      [0, 1, 0, 2],
      [2, 3, 0, 1],
    ],
    [
      [4, 1, 4, 2],
      [2, 3, 1, 3],
      [1, 2, 3, 1],
    ],
  ],
  filter: [
    [
      [1, -1],
      [1, 2],
    ],
    [
      [1, 0],
      [0, 6],
    ],
    [
      [3, 2],
      [1, 0],
    ],
  ],
};
