import type { PenPath } from "./handwriting.js";

const SIDE = 28;
const BOX = 20;
/** The pixel, counted from 0 along both axes, on which MNIST's authors put the centre of mass. */
const MIDDLE = 14;
/** Width of the anti-aliased edge, pixels. */
const EDGE = 1;

/**
 * Draws a path as MNIST's authors normalised theirs: the ink is scaled, its aspect ratio kept, to fit a
 * 20×20 box, and the box is put where the centre of mass falls on the pixel (14, 14), to the nearest pixel.
 * Grey is the distance to the path: 255 inside the pen's mark, 0 outside, linear over an edge of one pixel.
 *
 * @param pixels Where to write the 784 bytes, row by row; must be 0 before.
 * @param ink Scratch of 400 numbers.
 * @returns False, with nothing written, if the ink lies so much to one side that its box would leave the picture.
 */
export function raster(path: PenPath, pixels: Uint8Array, ink: Float64Array): boolean {
  const { length: n, x, y, radius, down } = path;
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < n; i++) {
    const r = radius[i]!;
    left = Math.min(left, x[i]! - r);
    right = Math.max(right, x[i]! + r);
    top = Math.min(top, y[i]! - r);
    bottom = Math.max(bottom, y[i]! + r);
  }
  const scale = (BOX - EDGE) / Math.max(right - left, bottom - top);
  // centred in the box
  const originX = BOX / 2 - (scale * (left + right)) / 2;
  const originY = BOX / 2 - (scale * (top + bottom)) / 2;

  ink.fill(0);
  for (let i = 1; i < n; i++) {
    if (down[i]) continue;
    strokeSegment(
      ink,
      x[i - 1]! * scale + originX,
      y[i - 1]! * scale + originY,
      radius[i - 1]! * scale,
      x[i]! * scale + originX,
      y[i]! * scale + originY,
      radius[i]! * scale,
    );
  }

  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let row = 0, i = 0; row < BOX; row++) {
    for (let column = 0; column < BOX; column++, i++) {
      mass += ink[i]!;
      momentX += column * ink[i]!;
      momentY += row * ink[i]!;
    }
  }
  const shiftX = Math.round(MIDDLE - momentX / mass);
  const shiftY = Math.round(MIDDLE - momentY / mass);
  const spare = SIDE - BOX;
  if (shiftX < 0 || shiftX > spare || shiftY < 0 || shiftY > spare) return false;
  for (let row = 0, i = 0; row < BOX; row++) {
    let to = (row + shiftY) * SIDE + shiftX;
    for (let column = 0; column < BOX; column++) pixels[to++] = ink[i++]! * 255 + 0.5;
  }
  return true;
}

/** Raises the ink of every pixel near a segment to the coverage by a round pen of radius r₀ … r₁. */
function strokeSegment(
  ink: Float64Array,
  x0: number,
  y0: number,
  r0: number,
  x1: number,
  y1: number,
  r1: number,
): void {
  const reach = Math.max(r0, r1) + EDGE / 2;
  const dx = x1 - x0;
  const dy = y1 - y0;
  const inverse = 1 / Math.max(dx * dx + dy * dy, 1e-12);
  const firstColumn = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const lastColumn = Math.min(BOX - 1, Math.floor(Math.max(x0, x1) + reach));
  const firstRow = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const lastRow = Math.min(BOX - 1, Math.floor(Math.max(y0, y1) + reach));
  for (let row = firstRow; row <= lastRow; row++) {
    const py = row + 0.5 - y0;
    for (let column = firstColumn; column <= lastColumn; column++) {
      const px = column + 0.5 - x0;
      const t = Math.max(0, Math.min(1, (px * dx + py * dy) * inverse));
      const ex = px - t * dx;
      const ey = py - t * dy;
      const coverage = (r0 + t * (r1 - r0) - Math.sqrt(ex * ex + ey * ey)) / EDGE + 0.5;
      const i = row * BOX + column;
      if (coverage > ink[i]!) ink[i] = Math.min(coverage, 1);
    }
  }
}
