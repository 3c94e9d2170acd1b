import { type Labels, oneHot } from "@elbowjs/samples";
import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";

/** What a conditional model needs to know of images besides their pixels. */
export interface LabelOptions {
  /** One integer in [0, classes) per image. Needed by a model with `classes`, refused by one without. Default: none. */
  readonly labels?: Labels | undefined;
}

/** The context of a pass: a row for each label, 1 at its class and 0 elsewhere; undefined without labels. */
export function contextOf(labels: Labels | undefined, classes: number): Tensor2D | undefined {
  return labels && tensor2d(oneHot(labels, classes), [labels.length, classes]);
}
