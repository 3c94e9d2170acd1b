import { latentSize } from "./digits-settings.js";

/** Digits in the plane, row by row: neighbours look alike where ten digits let them. */
export const mapDigits: readonly (readonly number[])[] = [
  [0, 6, 4, 1],
  [5, 8, 9, 7],
  [3, 2, 1, 7],
];
/** Images of the drawn map, across and down. */
export const mapTiles = { across: 16, down: 12 } as const;

/**
 * The point z at a place of the map, (0, 0) at its upper left and (1, 1) at its lower right: between its four nearest
 * anchors on straight lines (bilinear interpolation).
 *
 * @param anchors One z for each of `mapDigits`, row by row.
 */
export function pointAt(x: number, y: number, anchors: readonly (readonly number[])[]): Float32Array {
  const rows = mapDigits.length;
  const columns = mapDigits[0]!.length;
  const along = (at: number, count: number): [number, number] => {
    // An anchor is in the middle of its part of the map, and what is beyond the last one stays with it.
    const place = Math.min(count - 1, Math.max(0, at * count - 0.5));
    const before = Math.min(count - 2, Math.floor(place));
    return [before, place - before];
  };
  const [column, across] = along(x, columns);
  const [row, down] = along(y, rows);
  const anchor = (r: number, c: number): readonly number[] => anchors[r * columns + c]!;
  return Float32Array.from({ length: latentSize }, (_, i) => {
    const above = anchor(row, column)[i]! * (1 - across) + anchor(row, column + 1)[i]! * across;
    const below = anchor(row + 1, column)[i]! * (1 - across) + anchor(row + 1, column + 1)[i]! * across;
    return above * (1 - down) + below * down;
  });
}
