import { checkKinds, checkNumbers } from "@elbowjs/arguments";
/** The shape of one item, without the batch: `[units]`, or `[height, width, channels]` for an image. */
export type Shape = readonly number[];

/**
 * The number of elements of one item.
 *
 * @throws TypeError for what is no array of numbers.
 */
export function sizeOf(shape: Shape): number {
  checkKinds("sizeOf", { shape: [shape, ["number"]] });
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Most elements of one weight, a gigabyte of them. */
const MOST = 2 ** 28;

/** Refuses what is no shape of a weight, or one that no memory holds. */
export function checkWeightShape(caller: string, shape: Shape): void {
  checkKinds(caller, { shape: [shape, ["number"]] });
  for (const [i, extent] of shape.entries())
    checkNumbers(caller, { [`shape[${i}]`]: [extent, "integer ≥ 0"] });
  checkNumbers(caller, { "the size of shape": [sizeOf(shape), `integer in [0, ${MOST}]`] });
}

/** The shape as an image's, or a RangeError in the name of `layer`. */
export function imageShapeOf(layer: string, shape: Shape): readonly [number, number, number] {
  checkKinds(layer, { shape: [shape, ["number"]] });
  if (shape.length !== 3)
    throw new RangeError(`${layer}: expected an image [height, width, channels], got [${shape.join(", ")}]`);
  return shape as readonly [number, number, number];
}
