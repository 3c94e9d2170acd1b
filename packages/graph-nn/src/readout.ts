import { type Layer, linear, relu, type Weight, type WeightSource } from "@elbowjs/layers";
import { div, ones, reshape, type Tensor2D } from "@tensorflow/tfjs-core";
import type { GraphBatch } from "./graph/graph-batch.js";
import { rowSoftmax, sparseProduct } from "./sparse/products.js";

/** How the vertices of a graph become one vector: see {@link Readout}. */
export const readoutKinds = ["sum", "mean", "attention", "linear"] as const;

/**
 * How the vertices of a graph become one vector, before the last linear map: `sum` Σ_v x_v; `mean` Σ_v x_v / n; `attention` Σ_v α_v x_v
 * with α the softmax of u·x_v over the graph; `linear` all of them side by side, so that the last map is Σ_v w_vᵀ x_v + b with weights of
 * each vertex's own, for graphs of one size.
 */
export type ReadoutKind = (typeof readoutKinds)[number];

/** What a read-out is made with. */
export interface ReadoutOptions {
  readonly kind: ReadoutKind;
  /** Numbers of a vertex. */
  readonly width: number;
  /** Logits. */
  readonly outputs: number;
  /** ReLU units between the graph's vector and the logits; 0 for none. */
  readonly hidden: number;
  /** Vertices of each graph, for `linear`. */
  readonly vertices: number;
}

/** From vertices to logits. */
export class Readout {
  readonly #options: ReadoutOptions;
  readonly #score: Layer | undefined;
  readonly #hidden: Layer | undefined;
  readonly #head: Layer;

  constructor(options: ReadoutOptions, weights: WeightSource) {
    const { kind, width, outputs, hidden, vertices } = options;
    this.#options = options;
    const ofGraph = kind === "linear" ? vertices * width : width;
    if (kind === "attention") this.#score = linear({ units: 1 })([width], weights.within("score"));
    if (hidden > 0) this.#hidden = linear({ units: hidden })([ofGraph], weights.within("hidden"));
    this.#head = linear({ units: outputs })([hidden > 0 ? hidden : ofGraph], weights.within("head"));
  }

  /** The weights under the name of their part: `head.weight`. */
  *namedWeights(): IterableIterator<[string, Weight]> {
    for (const [part, layer] of Object.entries({
      score: this.#score,
      hidden: this.#hidden,
      head: this.#head,
    }))
      for (const weight of layer?.weights ?? []) yield [`${part}.${weight.name}`, weight];
  }

  /** @returns logits of each graph, [graphs, outputs], and α of each vertex where it attends. */
  ofGraphs(x: Tensor2D, batch: GraphBatch): { readonly logits: Tensor2D; readonly attention?: Tensor2D } {
    const { members, graphs, sizes } = batch;
    const { kind } = this.#options;
    if (kind === "linear") return { logits: this.#logits(reshape(x, [graphs, x.size / graphs])) };
    if (kind === "attention") {
      const attention = rowSoftmax(this.#score!.apply(x, pass) as Tensor2D, members);
      return { logits: this.#logits(sparseProduct(attention, x, members, 1)), attention };
    }
    const total = sparseProduct(ones([x.shape[0], 1]), x, members, 1);
    return { logits: this.#logits(kind === "sum" ? total : div(total, sizes)) };
  }

  /** @returns logits of each vertex, [vertices, outputs]. */
  ofVertices(x: Tensor2D): Tensor2D {
    return this.#logits(x);
  }

  #logits(x: Tensor2D): Tensor2D {
    const inner = this.#hidden ? rectified.apply(this.#hidden.apply(x, pass), pass) : x;
    return this.#head.apply(inner, pass) as Tensor2D;
  }
}

const pass = { training: false, random: () => 0 };
const rectified: Layer = relu()([1], {} as WeightSource);
