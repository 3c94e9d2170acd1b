import { type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Layer, LayerFactory, Pass, Shape, Weight } from "./layers/layer.js";
import { type TrainingStep, trainingSteps } from "./layers/training-steps.js";

/** Layers one after another, numbered as PyTorch numbers the modules of an `nn.Sequential`. */
export class Sequential {
  readonly layers: readonly Layer[];
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly #trainingSteps: readonly TrainingStep[];

  constructor(
    inputShape: Shape,
    factories: readonly LayerFactory[],
    uniform: (bound: number, count: number) => Float32Array,
  ) {
    const layers: Layer[] = [];
    let shape = inputShape;
    for (const factory of factories) {
      const layer = factory(shape, uniform);
      layers.push(layer);
      shape = layer.outputShape;
    }
    this.layers = layers;
    this.#trainingSteps = trainingSteps(layers);
    this.inputShape = inputShape;
    this.outputShape = shape;
  }

  /** @param x shape `[n, ...inputShape]`. @returns shape `[n, ...outputShape]`, which the caller disposes of. */
  apply(x: Tensor, pass: Pass): Tensor {
    return tidy(() =>
      pass.training
        ? this.#trainingSteps.reduce((value, step) => step(value, pass), x)
        : this.layers.reduce((value, layer) => layer.apply(value, pass), x),
    );
  }

  /** The weights under PyTorch's names, `0.weight`, in the order of the layers. */
  *namedWeights(): IterableIterator<[string, Weight]> {
    for (const [index, layer] of this.layers.entries())
      for (const weight of layer.weights) yield [`${index}.${weight.name}`, weight];
  }

  /** Frees the weights. */
  dispose(): void {
    for (const [, { variable }] of this.namedWeights()) variable.dispose();
  }
}
