/** The shape of one item, without the batch: `[units]`, or `[height, width, channels]` for an image. */
export type Shape = readonly number[];

/** The number of elements of one item. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** The shape as an image's, or a RangeError in the name of `layer`. */
export function imageShapeOf(layer: string, shape: Shape): readonly [number, number, number] {
  if (shape.length !== 3)
    throw new RangeError(`${layer}: expected an image [height, width, channels], got [${shape.join(", ")}]`);
  return shape as readonly [number, number, number];
}
