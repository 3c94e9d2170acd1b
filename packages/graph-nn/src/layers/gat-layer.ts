import { philoxDropout } from "@elbowjs/backend/fused";
import { initialisers, type Pass, type Weight, type WeightSource, zeros } from "@elbowjs/layers";
import {
  add,
  concat,
  elu,
  leakyRelu,
  matMul,
  mean,
  mul,
  ones,
  reshape,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from "@tensorflow/tfjs-core";
import type { PatternTensors } from "../sparse/pattern.js";
import { gatherEnds, rowSoftmax, sampledProduct, sparseProduct } from "../sparse/products.js";
import { type GraphLayer, type GraphLayerResult, seedOf } from "./transformer-layer.js";

/** What a layer of a graph attention network is made with. */
export interface GatLayerOptions {
  /** Numbers of a vertex that come in. */
  readonly features: number;
  /** Numbers of a head. */
  readonly width: number;
  readonly heads: number;
  /** 1: Veličković et al.; 2: Brody et al. */
  readonly version: 1 | 2;
  /** Of LeakyReLU below 0. */
  readonly slope: number;
  readonly dropout: number;
  /** Heads side by side, then ELU (true); or their mean (false), as in the last layer. */
  readonly isInner: boolean;
}

/**
 * A layer of a graph attention network: e_vu = aᵀ LeakyReLU(…) of W x_v and W x_u, α = softmax over the neighbours, x_v ← Σ_u α_vu W x_u + b.
 * Version 1 has e = LeakyReLU(a₁ᵀ W x_v + a₂ᵀ W x_u), by edges and heads alone; version 2 e = aᵀ LeakyReLU(W_l x_v + W_r x_u), which
 * needs a vector for each edge.
 */
export class GatLayer implements GraphLayer {
  readonly width: number;
  readonly #options: GatLayerOptions;
  readonly #weights: Readonly<Record<string, Weight>>;

  constructor(options: GatLayerOptions, weights: WeightSource) {
    const { features, width, heads, version, isInner } = options;
    this.#options = options;
    this.width = isInner ? heads * width : width;
    const matrix = (name: string, out: number, from: number): Weight => {
      const { weight } = initialisers("GatLayer", [out, from], { initialWeight: "glorot-uniform" });
      return weights.make(name, [out, from], weight, { layout: [1, 0] });
    };
    // One row a head, as a map of its width to one number.
    const vector = (name: string): Weight => {
      const { weight } = initialisers("GatLayer", [heads, width], { initialWeight: "glorot-uniform" });
      return weights.make(name, [heads, width], weight);
    };
    this.#weights = {
      ...(version === 1
        ? { weight: matrix("weight", heads * width, features), from: vector("from"), to: vector("to") }
        : {
            left: matrix("left", heads * width, features),
            right: matrix("right", heads * width, features),
            score: vector("score"),
          }),
      bias: weights.make("bias", [this.width], zeros),
    };
  }

  *namedWeights(): IterableIterator<[string, Weight]> {
    yield* Object.entries(this.#weights);
  }

  apply(x: Tensor2D, edges: PatternTensors, pass: Pass): GraphLayerResult {
    const { heads, width, version, dropout, isInner } = this.#options;
    const drop = <T extends Tensor>(y: T): T =>
      pass.training && dropout > 0 ? philoxDropout(y, { rate: dropout, seed: seedOf(pass) }) : y;
    const dropped = drop(x);
    const { scores, values } = version === 1 ? this.#first(dropped, edges) : this.#second(dropped, edges);
    const attention = rowSoftmax(scores, edges);
    const combined = sparseProduct(drop(attention), values, edges, heads);
    const bias = this.#weights["bias"]!.variable;
    if (isInner) return { x: elu(add(combined, bias)) as Tensor2D, attention };
    const average = mean<Tensor2D>(reshape(combined, [x.shape[0], heads, width]), 1);
    return { x: add(average, bias), attention };
  }

  #first(x: Tensor2D, edges: PatternTensors): { scores: Tensor2D; values: Tensor2D } {
    const { heads, width, slope } = this.#options;
    const { weight, from, to } = this.#weights as Record<"weight" | "from" | "to", Weight>;
    const values = matMul(x, weight.variable) as Tensor2D;
    const byHead = reshape(values, [x.shape[0], heads, width]) as Tensor3D;
    const along = (w: Weight): Tensor3D => sum(mul(byHead, w.variable), 2, true) as Tensor3D;
    const one = ones([x.shape[0], heads, 1]);
    // a₁ᵀ W x_v · 1 + 1 · a₂ᵀ W x_u, as a product of two numbers by two for each edge and head.
    const pair = (parts: Tensor3D[]): Tensor2D =>
      reshape(concat(parts, 2), [x.shape[0], heads * 2]) as Tensor2D;
    const sums = sampledProduct(
      pair([along(from), one as Tensor3D]),
      pair([one as Tensor3D, along(to)]),
      edges,
      heads,
    );
    return { scores: leakyRelu(sums, slope) as Tensor2D, values };
  }

  #second(x: Tensor2D, edges: PatternTensors): { scores: Tensor2D; values: Tensor2D } {
    const { heads, width, slope } = this.#options;
    const { left, right, score } = this.#weights as Record<"left" | "right" | "score", Weight>;
    const values = matMul(x, right.variable) as Tensor2D;
    const own = matMul(x, left.variable) as Tensor2D;
    const ends = add(gatherEnds(own, edges, "row"), gatherEnds(values, edges, "column"));
    const active = reshape(leakyRelu(ends, slope), [edges.entries, heads, width]);
    return { scores: sum(mul(active, score.variable), 2) as Tensor2D, values };
  }
}
