import { gelu } from "@elbowjs/backend/fused";
import {
  embedding,
  evaluation,
  type Layer,
  linear,
  normal,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { add, type Tensor, tensor1d, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { NamedLayers } from "./named-layers.js";

/** Frequencies of {@link timeFeatures}. */
export const frequencies = 32;

/**
 * Where on the chain a level lies, as sines and cosines of 1000·t/T·10000^(−i/32), i = 0 … 31, as of the places of a sequence.
 *
 * @returns values of `[times, 64]`, one row after another.
 * @see A. Vaswani et al., Attention Is All You Need, 2017, section 3.5.
 */
export function timeFeatures(times: ArrayLike<number>): Float32Array {
  const features = new Float32Array(times.length * 2 * frequencies);
  for (let row = 0; row < times.length; row++)
    for (let i = 0; i < frequencies; i++) {
      const angle = 1000 * times[row]! * 10000 ** (-i / frequencies);
      features[row * 2 * frequencies + i] = Math.sin(angle);
      features[row * 2 * frequencies + frequencies + i] = Math.cos(angle);
    }
  return features;
}

/** The level, and the label if there are classes, as a vector: gelu(W₂·gelu(W₁·features + b₁) + b₂ + label). */
export class TimeEmbedding {
  readonly #named: NamedLayers;
  readonly #time1: Layer;
  readonly #time2: Layer;
  readonly #label: Layer | undefined;

  /** @param classes one more row of the table stands for no label; 0 for a network that knows no labels. */
  constructor(width: number, classes: number, source: WeightSource) {
    const named = new NamedLayers(source);
    this.#named = named;
    this.#time1 = named.layer("time1", [2 * frequencies], linear({ units: width }));
    this.#time2 = named.layer("time2", [width], linear({ units: width }));
    const table = embedding({ entries: classes + 1, width, initialWeight: normal(1) });
    this.#label = classes > 0 ? named.layer("label", [], table) : undefined;
  }

  weights(): ReadonlyMap<string, Weight> {
    return this.#named.weights;
  }

  /** @returns shape `[1 or n, width]`. */
  apply(times: ArrayLike<number>, labels: ArrayLike<number> | undefined): Tensor {
    return tidy(() => {
      const features = tensor2d(timeFeatures(times), [times.length, 2 * frequencies]);
      const e = this.#time2.apply(gelu(this.#time1.apply(features, evaluation)), evaluation);
      if (this.#label === undefined || labels === undefined) return gelu(e);
      const tokens = tensor1d(Int32Array.from(labels), "int32");
      return gelu(add(e, this.#label.apply(tokens, evaluation)));
    });
  }
}
