import { checkKinds } from "@elbowjs/arguments";
import { type Tensor, tidy } from "@tensorflow/tfjs-core";
import { type FusedStep, fusedSteps } from "./fused-steps.js";
import type { Layer, LayerFactory, Pass } from "./layer.js";
import type { Shape } from "./shape.js";
import type { Weight } from "./weight.js";
import { build, checkSource, type WeightSource } from "./weight-source.js";

/** Layers one after another, numbered as PyTorch numbers the modules of an `nn.Sequential`. */
export class Sequential {
  readonly layers: readonly Layer[];
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly #fusedSteps: readonly FusedStep[];

  /**
   * @param inputShape of one item.
   * @param weights where the first values come from: {@link randomWeights}, or a file's.
   * @throws RangeError if a layer does not fit the shape before it, or its weights are not in the file; nothing is left then.
   */
  constructor(inputShape: Shape, factories: readonly LayerFactory[], weights: WeightSource) {
    checkKinds("Sequential", { inputShape: [inputShape, ["number"]], factories: [factories, ["function"]] });
    checkSource("Sequential", weights);
    this.layers = build(weights, (source) => {
      let shape = inputShape;
      return factories.map((factory, index) => {
        const layer = factory(shape, source.within(String(index)));
        checkKinds("Sequential", {
          [`layer ${index}`]: [layer, { outputShape: ["number"], weights: "array", apply: "function" }],
        });
        shape = layer.outputShape;
        return layer;
      });
    });
    this.#fusedSteps = fusedSteps(this.layers);
    this.inputShape = inputShape;
    this.outputShape = this.layers.at(-1)?.outputShape ?? inputShape;
  }

  /** @param x shape `[n, ...inputShape]`. @returns shape `[n, ...outputShape]`, which the caller disposes of. */
  apply(x: Tensor, pass: Pass): Tensor {
    return tidy(() =>
      pass.training
        ? this.#fusedSteps.reduce((value, step) => step(value, pass), x)
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

/** The weights of networks under PyTorch's names of a module that holds them: `encoder.0.weight`. */
export function weightsOf(networks: Readonly<Record<string, Sequential>>): Map<string, Weight> {
  checkKinds("weightsOf", { networks: [networks, "object"] });
  const named = new Map<string, Weight>();
  for (const [part, network] of Object.entries(networks)) {
    checkKinds("weightsOf", { [`networks.${part}`]: [network, { namedWeights: "function" }] });
    for (const [name, weight] of network.namedWeights()) named.set(`${part}.${name}`, weight);
  }
  return named;
}
