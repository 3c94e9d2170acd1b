import { type ImageSet, type ImageSplit, imageSet } from "../images.js";
import type { Shape } from "../layers/layer.js";

/** Images with a class each, as a split of @elbowjs/mnist-data has them. */
export interface LabelledSplit extends ImageSplit {
  /** The class of each image, an integer ≥ 0. */
  readonly labels: ArrayLike<number>;
}

/** Checked images of a {@link LabelledSplit}. */
export interface LabelledSet extends ImageSet {
  readonly labels: ArrayLike<number>;
}

/**
 * Reads a labelled split for a classifier of `classes` classes.
 *
 * @throws RangeError if an image has not the right number of pixels, there is none, or a label is not a class.
 */
export async function labelledSet(
  who: string,
  split: LabelledSplit,
  shape: Shape,
  classes: number,
): Promise<LabelledSet> {
  const { size, gather } = await imageSet(who, split, shape);
  const { labels } = split;
  if (labels?.length !== size)
    throw new RangeError(`${who}: expected a label for each of ${size} images, got ${labels?.length}`);
  for (let i = 0; i < size; i++) {
    if (!(Number.isInteger(labels[i]) && labels[i]! >= 0 && labels[i]! < classes))
      throw new RangeError(`${who}: expected labels in [0, ${classes}), got ${labels[i]} for image ${i}`);
  }
  return { size, gather, labels };
}
