import type { Tensor } from "@tensorflow/tfjs-core";
import type { BatchNorm } from "./batch-norm.js";
import type { Dropout } from "./dropout.js";
import type { Layer, Pass } from "./layer.js";

/** What one layer, or several at once, do to a tensor. */
export type TrainingStep = (x: Tensor, pass: Pass) => Tensor;

/**
 * The layers as steps of a training pass, each batch normalisation done together with the ReLU before it and the dropout
 * after it: apart, they would write and read the data four more times.
 */
export function trainingSteps(layers: readonly Layer[]): TrainingStep[] {
  const steps: TrainingStep[] = [];
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i]!;
    const relu = layer.name === "ReLU";
    const norm = relu ? layers[i + 1] : layer;
    if (!isBatchNorm(norm)) {
      steps.push((x, pass) => layer.apply(x, pass));
      continue;
    }
    const after = layers[layers.indexOf(norm) + 1];
    const rate = isDropout(after) ? after.rate : 0;
    steps.push((x, pass) => norm.applyWithNeighbours(x, { relu, rate }, pass));
    i = layers.indexOf(isDropout(after) ? after : norm);
  }
  return steps;
}

const isBatchNorm = (layer: Layer | undefined): layer is BatchNorm =>
  layer?.name.startsWith("BatchNorm") === true;
const isDropout = (layer: Layer | undefined): layer is Dropout => layer?.name === "Dropout";
