import { linear, type Pass, type Weight, type WeightSource } from "@elbowjs/layers";
import { reshape, slice, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { initialTable } from "./blocks/block.js";
import type { States } from "./blocks/multi-head-attention.js";
import type { CompleteBlockOptions } from "./transformer-options.js";

/** The last map, states to logits: z = W x + b. */
export class OutputLayer {
  readonly weights: readonly (readonly [name: string, weight: Weight])[];
  readonly #apply: (x: Tensor, pass: Pass) => Tensor;

  constructor(weights: WeightSource, options: CompleteBlockOptions, units: number) {
    const initialWeight = options.norm === "pre" ? initialTable(options) : "glorot-uniform";
    const layer = linear({ units, initialWeight, initialBias: "zeros" })([options.width], weights);
    this.weights = layer.weights.map((weight) => [weight.name, weight] as const);
    this.#apply = (x, pass) => layer.apply(x, pass);
  }

  /** Logits of all tokens, [n·T, units]. */
  all(x: Tensor, pass: Pass): Tensor2D {
    return this.#apply(x, pass) as Tensor2D;
  }

  /** Logits behind the last token of each row, [n, units]. */
  last({ x, n }: States, pass: Pass): Tensor2D {
    const [rows, width] = x.shape as [number, number];
    const steps = rows / n;
    if (steps === 1) return this.all(x, pass);
    const last = slice(reshape(x, [n, steps, width]), [0, steps - 1, 0], [n, 1, width]);
    return this.all(reshape(last, [n, width]), pass);
  }
}
