import {
  type AttentionMask,
  addBias,
  attention,
  type Initialiser,
  type InitialiserName,
  initialisers,
  linear,
  type Pass,
  type Weight,
  type WeightSource,
  zeros,
} from "@elbowjs/layers";
import {
  concat,
  matMul,
  reshape,
  slice,
  split,
  type Tensor,
  type Tensor4D,
  transpose,
} from "@tensorflow/tfjs-core";
import { turned } from "./rotary-positions.js";

/** Settings of {@link MultiHeadAttention}. */
export interface MultiHeadAttentionOptions {
  readonly width: number;
  readonly heads: number;
  readonly dropout: number;
  /** Whether queries and keys are turned by their places. */
  readonly rotary: boolean;
  /** How W^Q, W^K, W^V begin, and W^O. */
  readonly initialIn: Initialiser | InitialiserName;
  readonly initialOut: Initialiser | InitialiserName;
}

/** Keys and values of the tokens so far, [n, heads, tokens, k]. */
export interface KeysAndValues {
  readonly keys: Tensor4D;
  readonly values: Tensor4D;
}

/** Rows of states: n·T rows of d numbers, those of a sequence one after another. */
export interface States {
  /** [n·T, d]. */
  readonly x: Tensor;
  readonly n: number;
}

/** What {@link MultiHeadAttention} is told. */
export interface AttentionContext {
  readonly pass: Pass;
  readonly mask: AttentionMask;
  readonly padding?: Tensor | undefined;
  /** Keys and values of earlier tokens of the same sequences. */
  readonly past?: KeysAndValues | undefined;
}

/** What {@link MultiHeadAttention} gives. */
export interface Attended {
  /** [n·T, d]. */
  readonly x: Tensor;
  /** α, [n, heads, queries, keys]. */
  readonly weights: Tensor4D;
  /** Those of all tokens, the earlier ones included. */
  readonly present: KeysAndValues;
}

/**
 * PyTorch's `MultiheadAttention`: N heads of width k = d/N, each with its own W^Q, W^K, W^V, side by side, and W^O behind them:
 * S = W^O concat_h Σ α_h V_h. Its three matrices lie in `in_proj_weight` one under another.
 *
 * @see ECE/CS 559, lecture 25; A. Vaswani et al., Attention Is All You Need, 2017, section 3.2.2.
 */
export class MultiHeadAttention {
  readonly weights: readonly (readonly [name: string, weight: Weight])[];
  readonly #options: MultiHeadAttentionOptions;
  readonly #matrix: Weight;
  readonly #bias: Weight;
  readonly #out: (x: Tensor, pass: Pass) => Tensor;

  constructor(weights: WeightSource, options: MultiHeadAttentionOptions) {
    const { width, initialIn, initialOut } = options;
    this.#options = options;
    const first = initialisers("MultiHeadAttention", [3 * width, width], { initialWeight: initialIn });
    this.#matrix = weights.make("in_proj_weight", [3 * width, width], first.weight, { layout: [1, 0] });
    this.#bias = weights.make("in_proj_bias", [3 * width], zeros);
    const factory = linear({ units: width, initialWeight: initialOut, initialBias: "zeros" });
    const out = factory([width], weights.within("out_proj"));
    this.#out = (x, pass) => out.apply(x, pass);
    this.weights = [
      ["in_proj_weight", this.#matrix],
      ["in_proj_bias", this.#bias],
      ...out.weights.map((weight) => [`out_proj.${weight.name}`, weight] as const),
    ];
  }

  /** Attention of sequences to themselves, and to what came before. */
  toSelf({ x, n }: States, context: AttentionContext): Attended {
    const { past } = context;
    const [q, k, v] = this.#project(x, n, 0, 3);
    const from = past?.keys.shape[2] ?? 0;
    const query = this.#options.rotary ? turned(q!, from) : q!;
    const key = this.#options.rotary ? turned(k!, from) : k!;
    const present = past
      ? { keys: concat([past.keys, key], 2), values: concat([past.values, v!], 2) }
      : { keys: key, values: v! };
    return this.#attend(query, present, context);
  }

  /** Attention of sequences to others: queries of the one, keys and values of the other. */
  toMemory({ x, n }: States, memory: KeysAndValues, context: AttentionContext): Attended {
    const [query] = this.#project(x, n, 0, 1);
    return this.#attend(query!, memory, context);
  }

  /** Keys and values of states that other sequences look at. */
  memory({ x, n }: States): KeysAndValues {
    const [keys, values] = this.#project(x, n, 1, 3);
    return { keys: keys!, values: values! };
  }

  #attend(query: Tensor4D, present: KeysAndValues, { pass, mask, padding }: AttentionContext): Attended {
    const { dropout: rate, width } = this.#options;
    const dropout =
      pass.training && rate > 0 ? { rate, seed: Math.floor(pass.random() * 2 ** 32) } : undefined;
    const given = attention(query, present.keys, present.values, { mask, padding, dropout });
    const [n, , steps] = query.shape;
    // Of one token by head and head by token lie the same in memory.
    const byToken = steps === 1 ? given.values : transpose(given.values, [0, 2, 1, 3]);
    const joined = reshape(byToken, [n * steps, width]);
    return { x: this.#out(joined, pass), weights: given.weights, present };
  }

  /** Some of x W^Q, x W^K, x W^V, by heads: [n, heads, T, k] each. */
  #project(x: Tensor, n: number, from: number, to: number): Tensor4D[] {
    const { width, heads } = this.#options;
    const parts = to - from;
    const isAll = parts === 3;
    const { variable: w } = this.#matrix;
    const { variable: b } = this.#bias;
    const matrix = isAll ? w : slice(w, [0, from * width], [width, parts * width]);
    const bias = isAll ? b : slice(b, [from * width], [parts * width]);
    const projected = addBias(matMul(x, matrix), bias);
    const [steps, count, k] = [x.shape[0]! / n, parts * heads, width / heads];
    const byHead: Tensor4D =
      steps === 1
        ? reshape(projected, [n, count, 1, k])
        : transpose(reshape(projected, [n, steps, count, k]) as Tensor4D, [0, 2, 1, 3]);
    return parts === 1 ? [byHead] : split(byHead, parts, 1);
  }
}
