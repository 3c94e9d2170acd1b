import { checkNumbers } from "@elbowjs/arguments";
import { contours } from "d3-contour";
import { checkSurface, type Surface } from "./surface.js";

/** Points (x, y) in their order. */
export type Path = readonly (readonly [x: number, y: number])[];

/**
 * The lines on which a sampled surface has the height `level`, by marching squares, each as one path; it closes on itself (its last
 * point is its first) unless it reaches the grid's edge. Cells with a corner that is not finite are left out.
 *
 * @throws RangeError if the heights do not fit the grid, or for a level that is not finite.
 * @see W. Lorensen and H. Cline, Marching cubes, SIGGRAPH 1987; in the plane, by d3-contour.
 */
export function isoline(surface: Surface, level: number): Path[] {
  checkSurface("isoline", surface);
  checkNumbers("isoline", { level: [level, "finite"] });
  return rings(surface, level)
    .flatMap((ring) => insidePaths(ring, surface))
    .map((path) => path.map(([i, j]) => [at(surface.x, i), at(surface.y, j)] as const));
}

/**
 * The part of a sampled surface that is at least `level` high, as closed rings; along the grid's edge and around missing values
 * they follow the border. Holes are rings of their own, turned the other way.
 */
export function region(surface: Surface, level: number): Path[] {
  return rings(surface, level).map((ring) =>
    ring.map(([i, j]) => [at(surface.x, i), at(surface.y, j)] as const),
  );
}

/** Rings in units of the grid: (0, 0) is the first sample. */
function rings({ x, y, values }: Surface, level: number): [number, number][][] {
  if (x.length < 2 || y.length < 2) return [];
  const heights = Array.from(values).flatMap((row) => Array.from(row));
  const { coordinates } = contours().size([x.length, y.length]).contour(heights, level);
  // d3-contour has the first sample at (½, ½).
  return coordinates.flat().map((ring) => ring.map(([i = 0, j = 0]): [number, number] => [i - 0.5, j - 0.5]));
}

/** The pieces of a ring that lie in cells whose four corners are finite; the rest is border, not level. */
function insidePaths(ring: readonly [number, number][], { x, y, values }: Surface): [number, number][][] {
  const isWhole = (i: number, j: number): boolean =>
    [values[j]![i], values[j]![i + 1], values[j + 1]![i], values[j + 1]![i + 1]].every(Number.isFinite);
  const isInside = (k: number): boolean => {
    const [a, b] = [ring[k]!, ring[k + 1]!];
    const columns = cellsAt((a[0] + b[0]) / 2, x.length);
    const rows = cellsAt((a[1] + b[1]) / 2, y.length);
    return columns.length > 0 && rows.length > 0 && columns.every((i) => rows.every((j) => isWhole(i, j)));
  };
  const count = ring.length - 1;
  const inside = Array.from({ length: count }, (_, k) => isInside(k));
  if (inside.every(Boolean)) return [[...ring]];
  const paths: [number, number][][] = [];
  const first = inside.indexOf(false); // start at a gap, so that no piece is cut in two
  for (let step = 1; step <= count; step++) {
    const k = (first + step) % count;
    if (!inside[k]) continue;
    if (!inside[(k + count - 1) % count]) paths.push([ring[k]!]);
    paths.at(-1)!.push(ring[k + 1]!);
  }
  return paths;
}

/** The cells of a row of samples at a place between them: one, or the two that share a sample there. */
function cellsAt(place: number, samples: number): number[] {
  const nearby = 1e-9;
  const cells = [Math.floor(place - nearby), Math.floor(place + nearby)];
  return cells.filter((cell) => cell >= 0 && cell + 1 < samples);
}

/** The coordinate at a place between samples; outside of the grid, its edge. */
function at(axis: ArrayLike<number>, place: number): number {
  const within = Math.min(axis.length - 1, Math.max(0, place));
  const below = Math.min(axis.length - 2, Math.floor(within));
  return axis[below]! + (within - below) * (axis[below + 1]! - axis[below]!);
}
