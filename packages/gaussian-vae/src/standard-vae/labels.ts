import { concat, type Tensor2D, tensor2d, tile } from "@tensorflow/tfjs-core";
import type { Images } from "../images.js";
import type { LayerFactory } from "../layers/layer.js";

/** The class of each image, integers from 0. */
export type Labels = ArrayLike<number>;

/** What a conditional model needs to know of images besides their pixels. */
export interface LabelOptions {
  /** One integer in [0, classes) an image. Needed by a model with `classes`, refused by one without. */
  readonly labels?: Labels | undefined;
}

/**
 * Refuses labels that a model with `classes` cannot use, and any by a model without.
 *
 * @param size images that need a label.
 * @throws TypeError if labels are missing or not wanted, RangeError if there are more or fewer than images or one is no class.
 */
export function checkLabels(
  who: string,
  labels: Labels | undefined,
  { size, classes }: { readonly size: number; readonly classes: number },
): void {
  if (classes === 0) {
    if (labels === undefined) return;
    throw new TypeError(
      `${who}: expected no labels for a model without classes, got ${labels.length}; create it with classes`,
    );
  }
  if (labels === undefined)
    throw new TypeError(
      `${who}: expected the label of each of ${size} images, got none; the model has classes`,
    );
  if (labels.length !== size)
    throw new RangeError(`${who}: expected ${size} labels, one for each image, got ${labels.length}`);
  for (let i = 0; i < size; i++)
    if (!(Number.isInteger(labels[i]) && labels[i]! >= 0 && labels[i]! < classes))
      throw new RangeError(
        `${who}: expected labels to be integers in [0, ${classes}), got ${labels[i]} for image ${i}`,
      );
}

/** The labels given, or for a model with classes those of a split. */
export function labelsOf(
  images: Images,
  given: Labels | undefined,
  { classes }: { readonly classes: number },
): Labels | undefined {
  const { labels } = images as { readonly labels?: Labels };
  return given ?? (classes === 0 ? undefined : labels);
}

/** A row for each label, 1 at its class and 0 elsewhere, or undefined without labels. */
export function oneHot(labels: Labels | undefined, classes: number): Tensor2D | undefined {
  if (labels === undefined) return undefined;
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) rows[i * classes + labels[i]!] = 1;
  return tensor2d(rows, [labels.length, classes]);
}

/** Puts the one-hot label of the pass beside a vector; one row of labels serves every row of the batch. */
export function joinLabels(classes: number): LayerFactory {
  return (inputShape) => {
    if (inputShape.length !== 1)
      throw new RangeError(
        `joinLabels: expected a vector, got [${inputShape.join(", ")}]; a conditional model needs a flatten stage`,
      );
    return {
      name: "JoinLabels",
      inputShape,
      outputShape: [inputShape[0]! + classes],
      weights: [],
      apply: (x, { labels }) => {
        if (labels === undefined) throw new TypeError("joinLabels: expected a pass with labels, got none");
        return concat([x, tile(labels, [x.shape[0]! / labels.shape[0], 1])], 1);
      },
    };
  };
}
