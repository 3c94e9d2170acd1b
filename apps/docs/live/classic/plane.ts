import { isoline, type Path } from "@elbowjs/figures";

/** A point of the plane, and the value of the function there. */
export type PathPoint = Readonly<{ t: number; x: number; y: number; value: number }>;

/** A contour line; `height` is 0 on the lowest level drawn and 1 on the highest. */
export interface ContourLine {
  readonly height: number;
  readonly points: Path;
}

/** The part of the plane that is drawn. */
export interface Frame {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Contour lines of a function, their levels spread over the powers of ten from 0.1 to `highest`. */
export function contours(f: (w: Float64Array) => number, { x, y }: Frame, highest: number): ContourLine[] {
  const size = 240; // fine enough for the bottom of a narrow valley
  const axis = ([low, high]: readonly [number, number]): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => low + ((high - low) * i) / (size - 1));
  const surface = { x: axis(x), y: axis(y), values: [] as Float64Array[] };
  for (const v of surface.y) surface.values.push(surface.x.map((u) => f(Float64Array.of(u, v))));
  const levels = 9;
  return Array.from({ length: levels }, (_, i) => i / (levels - 1)).flatMap((height) =>
    isoline(surface, 0.1 * (highest / 0.1) ** height).map((points) => ({ height, points })),
  );
}
