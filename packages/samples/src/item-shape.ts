import { checkKinds, refusal } from "@elbowjs/arguments";
import { checkCount } from "./labels.js";
import type { SampleParts } from "./samples.js";

/** Numbers per sample of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Refuses parts of another kind altogether, before anything is computed of them. */
export function checkDoor(caller: string, parts: SampleParts): void {
  checkKinds(caller, { caller: [caller, "string"], parts: [parts, { shape: ["number"] }] });
}

/**
 * Refuses a shape that no sample has, no samples at all, and labels that are not one per sample.
 *
 * @returns Numbers per sample.
 */
export function checkParts(caller: string, { shape, labels }: SampleParts, size: number): number {
  if (shape.length === 0 || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    throw refusal(
      new RangeError(
        `${caller}: expected the shape of a sample in integers, got ${shape.length === 0 ? "no extents" : `[${shape.join(", ")}]`}`,
      ),
    );
  const features = sizeOf(shape);
  if (size < 0 || features < 1)
    throw refusal(
      new RangeError(
        `${caller}: expected samples of at least one feature, got ${size} of shape [${shape.join(", ")}]`,
      ),
    );
  if (labels !== undefined) checkCount(caller, labels, size);
  return features;
}

/**
 * Whether samples of one shape can be read as another: the same extents, those of 1 aside, or one of the two is flat.
 * 14 × 56 pixels are not 28 × 28.
 */
export function fitsShape(shape: readonly number[], expected: readonly number[]): boolean {
  if (sizeOf(shape) !== sizeOf(expected)) return false;
  const [a, b] = [shape, expected].map((extents) => extents.filter((extent) => extent !== 1)) as [
    number[],
    number[],
  ];
  return a.length <= 1 || b.length <= 1 || a.join() === b.join();
}

/** Refuses another shape that has not as many numbers. */
export function checkReshape(other: readonly number[], shape: readonly number[]): void {
  if (sizeOf(other) !== sizeOf(shape))
    throw refusal(
      new RangeError(
        `Samples: expected a shape of ${sizeOf(shape)} numbers, as [${shape.join(", ")}], got [${other.join(", ")}]`,
      ),
    );
}
