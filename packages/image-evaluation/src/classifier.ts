import type { Weight } from "@elbowjs/layers";
import type { SamplesInput } from "@elbowjs/samples";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { ClassifierEvaluateOptions, ClassifierEvaluation } from "./evaluate-classifier.js";

/** What training needs of a classifier. */
export interface Classifier {
  readonly format: string;
  readonly options: {
    readonly classes: number;
    readonly imageShape: readonly [number, number, number];
    readonly seed: number;
  };
  weights(): ReadonlyMap<string, Weight>;
  logits(x: Tensor, options: { readonly training: boolean }): Tensor2D;
  evaluate(images: SamplesInput, options: ClassifierEvaluateOptions): Promise<ClassifierEvaluation>;
}
