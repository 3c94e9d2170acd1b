/**
 * A drawing brought to where MNIST has its digits: the ink scaled into a box of 20×20, and its centre of mass in the
 * middle of the 28×28.
 *
 * @param ink 28×28 values in [0, 1], row by row.
 * @returns The image, or undefined where there is no ink.
 * @see http://yann.lecun.com/exdb/mnist/
 */
export function centred(ink: Float32Array): Float32Array | undefined {
  let left = 28;
  let right = -1;
  let top = 28;
  let bottom = -1;
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let y = 0; y < 28; y++)
    for (let x = 0; x < 28; x++) {
      const value = ink[y * 28 + x]!;
      if (value <= 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      mass += value;
      sumX += value * (x + 0.5);
      sumY += value * (y + 0.5);
    }
  if (mass === 0) return undefined;
  const scale = Math.max(right - left + 1, bottom - top + 1) / 20;
  const image = new Float32Array(784);
  for (let y = 0; y < 28; y++)
    for (let x = 0; x < 28; x++)
      image[y * 28 + x] = sampled(
        ink,
        sumX / mass + (x + 0.5 - 14) * scale,
        sumY / mass + (y + 0.5 - 14) * scale,
      );
  return image;
}

/** Bilinear between the centres of the pixels, zero outside. */
function sampled(ink: Float32Array, x: number, y: number): number {
  const x0 = Math.floor(x - 0.5);
  const y0 = Math.floor(y - 0.5);
  const fx = x - 0.5 - x0;
  const fy = y - 0.5 - y0;
  const at = (column: number, row: number): number =>
    column < 0 || column > 27 || row < 0 || row > 27 ? 0 : ink[row * 28 + column]!;
  return (
    (1 - fy) * ((1 - fx) * at(x0, y0) + fx * at(x0 + 1, y0)) +
    fy * ((1 - fx) * at(x0, y0 + 1) + fx * at(x0 + 1, y0 + 1))
  );
}
