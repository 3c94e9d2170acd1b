import type { Layer, LayerFactory, Shape, Weight, WeightSource } from "@elbowjs/layers";

/** Layers with names of their own, as the attributes of a PyTorch module, whose weights they gather. */
export class NamedLayers {
  readonly #source: WeightSource;
  readonly #weights = new Map<string, Weight>();

  constructor(source: WeightSource) {
    this.#source = source;
  }

  /** A layer for inputs of this shape, its weights named `name.weight`. */
  layer(name: string, shape: Shape, factory: LayerFactory): Layer {
    const layer = factory(shape, this.#source.within(name));
    for (const weight of layer.weights) this.#weights.set(`${name}.${weight.name}`, weight);
    return layer;
  }

  /** A part with weights of its own, made from the source within its name. */
  part<P extends { weights(): ReadonlyMap<string, Weight> }>(
    name: string,
    make: (source: WeightSource) => P,
  ): P {
    const part = make(this.#source.within(name));
    for (const [inner, weight] of part.weights()) this.#weights.set(`${name}.${inner}`, weight);
    return part;
  }

  /** By name, in the order in which they were made. */
  get weights(): ReadonlyMap<string, Weight> {
    return this.#weights;
  }
}
