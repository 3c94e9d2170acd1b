import { gelu } from "@elbowjs/backend/fused";
import {
  type Layer,
  type LayerFactory,
  layerNorm,
  linear,
  type Pass,
  type Shape,
  sizeOf,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { add, reshape, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.js";
import { NamedLayers } from "./named-layers.js";
import { TimeEmbedding } from "./time-embedding.js";

/** Numbers of the embedded level. */
const embedded = 128;

/** Options of {@link DenseDenoiser}. */
export interface DenseOptions {
  readonly width: number;
  readonly depth: number;
  readonly classes: number;
}

/** One residual block: h + W₂·gelu(W₁·norm(h) + b₁ + W₃·e + b₃) + b₂. */
interface Block {
  readonly norm: Layer;
  readonly first: Layer;
  readonly time: Layer;
  readonly second: Layer;
}

/** A linear map to `width` units, `depth` residual blocks that are told the level, layer norm, and a linear map back. */
export class DenseDenoiser implements Denoiser {
  readonly #named: NamedLayers;
  readonly #numbers: number;
  readonly #embedding: TimeEmbedding;
  readonly #start: Layer;
  readonly #blocks: readonly Block[];
  readonly #norm: Layer;
  readonly #last: Layer;

  constructor(shape: Shape, { width, depth, classes }: DenseOptions, source: WeightSource) {
    const named = new NamedLayers(source);
    this.#named = named;
    this.#numbers = sizeOf(shape);
    this.#embedding = named.part("embedding", (inner) => new TimeEmbedding(embedded, classes, inner));
    this.#start = named.layer("start", [this.#numbers], linear({ units: width }));
    this.#blocks = Array.from({ length: depth }, (_, i) => {
      const within = (name: string, inputs: number, factory: LayerFactory) =>
        named.layer(`blocks.${i}.${name}`, [inputs], factory);
      return {
        norm: within("norm", width, layerNorm()),
        first: within("first", width, linear({ units: width })),
        time: within("time", embedded, linear({ units: width })),
        // Each block begins as the identity.
        second: within("second", width, linear({ units: width, initialWeight: "zeros" })),
      };
    });
    this.#norm = named.layer("norm", [width], layerNorm());
    this.#last = named.layer("last", [width], linear({ units: this.#numbers, initialWeight: "zeros" }));
  }

  weights(): ReadonlyMap<string, Weight> {
    return this.#named.weights;
  }

  apply(z: Tensor, times: ArrayLike<number>, labels: ArrayLike<number> | undefined, pass: Pass): Tensor {
    return tidy(() => {
      const e = this.#embedding.apply(times, labels);
      let h = this.#start.apply(reshape(z, [z.shape[0]!, this.#numbers]), pass);
      for (const { norm, first, time, second } of this.#blocks) {
        const inside = add(first.apply(norm.apply(h, pass), pass), time.apply(e, pass));
        h = add(h, second.apply(gelu(inside), pass));
      }
      return reshape(this.#last.apply(this.#norm.apply(h, pass), pass), z.shape);
    });
  }
}
