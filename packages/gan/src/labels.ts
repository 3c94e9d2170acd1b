import { checkNumbers, refusal } from "@elbowjs/arguments";
import { oneHot } from "@elbowjs/samples";
import { type Tensor, tensor2d } from "@tensorflow/tfjs-core";

/** What a label is asked for: the class of all images, or of each. */
export type LabelOption = number | ArrayLike<number> | undefined;

/**
 * The labels of n images, checked; undefined of a GAN without classes.
 *
 * @param byDefault the label of image i where none is given. Default: labels are wanted.
 * @throws RangeError for labels that are no classes, or too few; TypeError for a label of a GAN without classes.
 */
export function labelsOf(
  caller: string,
  n: number,
  label: LabelOption,
  classes: number,
  byDefault?: (i: number) => number,
): ArrayLike<number> | undefined {
  if (classes === 0 && label === undefined) return undefined;
  if (classes === 0)
    throw refusal(
      new TypeError(`${caller}: expected no label of a GAN without classes, got one; create it with classes`),
    );
  if (label === undefined && byDefault) return Array.from({ length: n }, (_, i) => byDefault(i));
  const labels = typeof label === "number" ? new Array<number>(n).fill(label) : label;
  if (labels?.length !== n)
    throw refusal(
      new RangeError(
        `${caller}: expected one label, or one per image (${n}), got ${labels?.length ?? "none"}`,
      ),
    );
  for (const one of Array.from(labels))
    checkNumbers(caller, { "every label": [one, `integer in [0, ${classes})`] });
  return labels;
}

/** Labels as rows, 1 at the class. @throws RangeError if there is not one per row. */
export function oneHotRows(
  caller: string,
  n: number,
  labels: ArrayLike<number> | undefined,
  classes: number,
): Tensor {
  if (labels?.length !== n)
    throw refusal(
      new RangeError(`${caller}: expected one label per row (${n}), got ${labels?.length ?? "none"}`),
    );
  return tensor2d(oneHot(labels, classes), [n, classes]);
}
