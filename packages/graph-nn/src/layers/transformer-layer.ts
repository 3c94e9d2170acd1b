import { gelu, philoxDropout } from "@elbowjs/backend/fused";
import { type Layer, layerNorm, linear, type Pass, type Weight, type WeightSource } from "@elbowjs/layers";
import { add, relu, type Tensor2D } from "@tensorflow/tfjs-core";
import { edgeAttention } from "../graph-attention.js";
import type { PatternTensors } from "../sparse/pattern.js";

/** What a layer of a network over a graph returns. */
export interface GraphLayerResult {
  /** The vertices after the layer, [vertices, width]. */
  readonly x: Tensor2D;
  /** α of each edge and head, before dropout, [edges, heads]. */
  readonly attention: Tensor2D;
}

/** One layer of a network over a graph. */
export interface GraphLayer {
  readonly width: number;
  namedWeights(): IterableIterator<[string, Weight]>;
  apply(x: Tensor2D, edges: PatternTensors, pass: Pass): GraphLayerResult;
}

/** What a transformer's layer is made with. */
export interface TransformerLayerOptions {
  readonly width: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly activation: "relu" | "gelu";
  readonly dropout: number;
}

/**
 * A transformer's layer with the edges as its mask: x ← LN(x + W^O S), S the heads of the attention side by side, then
 * x ← LN(x + W₂ ReLU(W₁ x + b₁) + b₂).
 */
export class TransformerLayer implements GraphLayer {
  readonly width: number;
  readonly #options: TransformerLayerOptions;
  readonly #maps: Readonly<Record<"query" | "key" | "value" | "out" | "feed" | "forward", Layer>>;
  readonly #norms: readonly Layer[];

  constructor(options: TransformerLayerOptions, weights: WeightSource) {
    const { width, feedForward } = options;
    this.width = width;
    this.#options = options;
    const map = (name: string, from: number, units: number): Layer =>
      linear({ units })([from], weights.within(name));
    this.#maps = {
      query: map("query", width, width),
      key: map("key", width, width),
      value: map("value", width, width),
      out: map("out", width, width),
      feed: map("linear1", width, feedForward),
      forward: map("linear2", feedForward, width),
    };
    this.#norms = ["norm1", "norm2"].map((name) => layerNorm()([width], weights.within(name)));
  }

  *namedWeights(): IterableIterator<[string, Weight]> {
    const { query, key, value, out, feed, forward } = this.#maps;
    const named = { query, key, value, out, linear1: feed, linear2: forward };
    for (const [part, layer] of Object.entries(named))
      for (const weight of layer.weights) yield [`${part}.${weight.name}`, weight];
    for (const [i, { weights }] of this.#norms.entries())
      for (const weight of weights) yield [`norm${i + 1}.${weight.name}`, weight];
  }

  apply(x: Tensor2D, edges: PatternTensors, pass: Pass): GraphLayerResult {
    const { query, key, value, out, feed, forward } = this.#maps;
    const { heads, activation, dropout } = this.#options;
    const of = (layer: Layer, input: Tensor2D): Tensor2D => layer.apply(input, pass) as Tensor2D;
    const drop = (y: Tensor2D): Tensor2D =>
      pass.training && dropout > 0 ? philoxDropout(y, { rate: dropout, seed: seedOf(pass) }) : y;
    const { values, weights } = edgeAttention(
      { query: of(query, x), key: of(key, x), value: of(value, x) },
      edges,
      heads,
      { dropout: pass.training && dropout > 0 ? { rate: dropout, seed: seedOf(pass) } : undefined },
    );
    const attended = of(this.#norms[0]!, add(x, drop(of(out, values))));
    const inner = of(feed, attended);
    const active = activation === "gelu" ? gelu(inner) : relu(inner);
    const fed = of(forward, drop(active));
    return { x: of(this.#norms[1]!, add(attended, drop(fed))), attention: weights };
  }
}

/** A seed for the dropout of one place, from the numbers of the pass. */
export const seedOf = ({ random }: Pass): number => Math.floor(random() * 2 ** 32);
