import { isoline } from "@elbowjs/figures";

/** A point of the plane, and the value of the function there. */
export type PathPoint = Readonly<{ t: number; x: number; y: number; value: number }>;

/** A straight piece of a contour line; `height` is 0 on the lowest level drawn and 1 on the highest. */
export type ContourPiece = Readonly<{ x1: number; y1: number; x2: number; y2: number; height: number }>;

/** The part of the plane that is drawn. */
export interface Frame {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Contour lines of a function, their levels spread over the powers of ten from 0.1 to `highest`. */
export function contours(f: (w: Float64Array) => number, { x, y }: Frame, highest: number): ContourPiece[] {
  const size = 90;
  const axis = ([low, high]: readonly [number, number]): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => low + ((high - low) * i) / (size - 1));
  const surface = { x: axis(x), y: axis(y), values: [] as Float64Array[] };
  for (const v of surface.y) surface.values.push(surface.x.map((u) => f(Float64Array.of(u, v))));
  const levels = 9;
  return Array.from({ length: levels }, (_, i) => i / (levels - 1)).flatMap((height) =>
    isoline(surface, 0.1 * (highest / 0.1) ** height).flatMap((path) =>
      path.slice(1).map(([x2, y2], i) => ({ x1: path[i]![0], y1: path[i]![1], x2, y2, height })),
    ),
  );
}
