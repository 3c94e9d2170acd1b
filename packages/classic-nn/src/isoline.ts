/** A sampled surface: `values[j][i]` is its height at (x[i], y[j]). */
export interface Surface {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  values: ArrayLike<ArrayLike<number>>;
}

/** A straight piece of an isoline, [x₁, y₁, x₂, y₂]. */
export type Segment = readonly [number, number, number, number];

/**
 * The line where a sampled surface has the height `level`, by marching triangles: every cell is cut along a diagonal, and
 * in each triangle the surface is a plane, whose level line is one segment. Cells with a value that is not finite are left out.
 */
export function isoline({ x, y, values }: Surface, level: number): Segment[] {
  const segments: Segment[] = [];
  for (let j = 0; j + 1 < y.length; j++) {
    for (let i = 0; i + 1 < x.length; i++) {
      const corner = (dj: number, di: number): Corner => [
        x[i + di]!,
        y[j + dj]!,
        values[j + dj]![i + di]! - level,
      ];
      const [a, b, c, d] = [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0)];
      if (![a, b, c, d].every(([, , height]) => Number.isFinite(height))) continue;
      cut(a, b, c, segments);
      cut(a, c, d, segments);
    }
  }
  return segments;
}

type Corner = readonly [number, number, number];

/** Adds the segment on which the plane through three corners is 0, if it crosses the triangle. */
function cut(a: Corner, b: Corner, c: Corner, segments: Segment[]): void {
  const crossings: number[] = [];
  for (const [p, q] of [
    [a, b],
    [b, c],
    [c, a],
  ] as const) {
    // Heights of exactly 0 count as above, so a crossing belongs to one edge only.
    if (p[2] < 0 === q[2] < 0) continue;
    const t = p[2] / (p[2] - q[2]);
    crossings.push(p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]));
  }
  if (crossings.length === 4) segments.push(crossings as unknown as Segment);
}
