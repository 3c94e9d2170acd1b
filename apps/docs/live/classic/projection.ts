/** A point of a surface, and where it appears when the surface is looked at from the side. */
export interface Projected {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  /** 0 for the farthest point, 1 for the nearest. */
  readonly nearness: number;
}

/** How far the eye looks down on the plane. */
const tilt = Math.PI / 6;

/**
 * The points (x, y, value) turned about the vertical axis and seen in parallel projection, the farthest first, so that
 * nearer ones are drawn over them.
 *
 * @param degrees How far the surface is turned.
 */
export function projected(
  points: readonly { readonly x: number; readonly y: number; readonly value: number }[],
  degrees: number,
): Projected[] {
  const angle = (degrees * Math.PI) / 180;
  const turned = points.map(({ x, y, value }) => ({
    across: x * Math.cos(angle) - y * Math.sin(angle),
    depth: x * Math.sin(angle) + y * Math.cos(angle),
    value,
  }));
  const reach = Math.max(1e-9, ...turned.map(({ depth }) => Math.abs(depth)));
  return turned
    .sort((a, b) => b.depth - a.depth)
    .map(({ across, depth, value }) => ({
      x: across,
      y: depth * Math.sin(tilt) + value * Math.cos(tilt),
      value,
      nearness: (1 - depth / reach) / 2,
    }));
}
