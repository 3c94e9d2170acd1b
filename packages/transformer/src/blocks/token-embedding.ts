import {
  dropout,
  embedding,
  type Initialiser,
  type Pass,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { add, reshape, slice, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import type { Positions } from "../transformer-options.js";
import type { States } from "./multi-head-attention.js";

/** Settings of {@link TokenEmbedding}. */
export interface TokenEmbeddingOptions {
  readonly vocabulary: number;
  readonly width: number;
  readonly context: number;
  readonly positions: Positions;
  readonly dropout: number;
  readonly initial: Initialiser;
}

/** Tokens as states: x_t = W[token] + position of t, and dropout in training. */
export class TokenEmbedding {
  /** By the names of the modules, `embedding.weight` and, where places are learnt, `position.weight`. */
  readonly weights: readonly (readonly [name: string, weight: Weight])[];
  readonly #options: TokenEmbeddingOptions;
  readonly #rows: (tokens: Tensor, pass: Pass) => Tensor;
  readonly #drop: (x: Tensor, pass: Pass) => Tensor;
  readonly #places: Weight | undefined;

  /** @param names of the two modules. Default `embedding` and `position`. */
  constructor(
    weights: WeightSource,
    options: TokenEmbeddingOptions,
    names: readonly [table: string, places: string] = ["embedding", "position"],
  ) {
    this.#options = options;
    const { vocabulary, width, context, positions, initial } = options;
    const table = embedding({ entries: vocabulary, width, initialWeight: initial })(
      [],
      weights.within(names[0]),
    );
    this.#rows = (tokens, pass) => table.apply(tokens, pass);
    const drop = dropout({ rate: options.dropout })([width], weights);
    this.#drop = (x, pass) => drop.apply(x, pass);
    this.#places =
      positions === "learnt" ? weights.within(names[1]).make("weight", [context, width], initial) : undefined;
    this.weights = [
      [`${names[0]}.weight`, table.weights[0]!] as const,
      ...(this.#places ? [[`${names[1]}.weight`, this.#places] as const] : []),
    ];
  }

  /**
   * @param tokens int32, [n, T].
   * @param from place of the first one in its sequence.
   */
  apply(tokens: Tensor2D, pass: Pass, from = 0): States {
    const { width } = this.#options;
    const [n, steps] = tokens.shape;
    const rows = this.#rows(tokens, pass);
    const places = this.#placesFrom(from, steps);
    const x = reshape(places ? add(rows, places) : rows, [n * steps, width]);
    return { x: pass.training && this.#options.dropout > 0 ? this.#drop(x, pass) : x, n };
  }

  #placesFrom(from: number, steps: number): Tensor | undefined {
    const { width, positions } = this.#options;
    if (this.#places) return slice(this.#places.variable, [from, 0], [steps, width]);
    return positions === "sinusoid" ? tensor2d(sinusoids(from, steps, width), [steps, width]) : undefined;
  }
}

/**
 * PE[t, 2i] = sin(t·10000^(−2i/d)) and PE[t, 2i + 1] = cos of the same.
 *
 * @see A. Vaswani et al., Attention Is All You Need, 2017, section 3.5.
 */
export function sinusoids(from: number, steps: number, width: number): Float32Array {
  const values = new Float32Array(steps * width);
  for (let t = 0; t < steps; t++)
    for (let i = 0; i < width; i += 2) {
      const angle = (from + t) * 10000 ** (-i / width);
      values[t * width + i] = Math.sin(angle);
      values[t * width + i + 1] = Math.cos(angle);
    }
  return values;
}
