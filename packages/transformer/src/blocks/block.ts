import { gelu } from "@elbowjs/backend/fused";
import {
  dropout,
  type Initialiser,
  type InitialiserName,
  layerNorm,
  linear,
  normal,
  type Pass,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { add, relu, type Tensor, type Tensor4D } from "@tensorflow/tfjs-core";
import type { CompleteBlockOptions } from "../transformer-options.js";
import {
  type AttentionContext,
  type KeysAndValues,
  MultiHeadAttention,
  type States,
} from "./multi-head-attention.js";

/** What a block is told. */
export interface BlockContext extends AttentionContext {
  /** What the block looks at besides, and which of its tokens are real; of a block with two attentions. */
  readonly memory?: KeysAndValues | undefined;
  readonly memoryPadding?: Tensor | undefined;
}

/** What a block gives. */
export interface BlockResult {
  /** [n·T, d]. */
  readonly x: Tensor;
  /** α of the attention to itself, [n, heads, T, T]. */
  readonly self: Tensor4D;
  /** α of the attention to the memory, [n, heads, T, S]. */
  readonly cross?: Tensor4D;
  readonly present: KeysAndValues;
}

type Map2 = (x: Tensor, pass: Pass) => Tensor;

/**
 * One block: attention to itself, attention to a memory where there is one, and the two-layer network x' = W² φ(W¹ x + b¹) + b²,
 * each with a residual connection. `post` normalises the sums, s' = LN(x + f(x)), as the lecture; `pre` what goes in, s' = x + f(LN(x)).
 * Weights have the names of PyTorch's `TransformerEncoderLayer` or `TransformerDecoderLayer`.
 *
 * @see ECE/CS 559, lecture 25; R. Xiong et al., On Layer Normalization in the Transformer Architecture, 2020.
 */
export class Block {
  readonly weights: readonly (readonly [name: string, weight: Weight])[];
  readonly #options: CompleteBlockOptions;
  readonly #self: MultiHeadAttention;
  readonly #cross: MultiHeadAttention | undefined;
  readonly #feedForward: Map2;
  readonly #norms: readonly Map2[];
  readonly #drop: Map2;

  constructor(weights: WeightSource, options: CompleteBlockOptions, hasMemory: boolean) {
    this.#options = options;
    const { width, heads, dropout: rate, positions, feedForward } = options;
    const { initialIn, initialOut } = initialsOf(options);
    const shared = { width, heads, dropout: rate, initialIn, initialOut };
    this.#self = new MultiHeadAttention(weights.within("self_attn"), {
      ...shared,
      rotary: positions === "rotary",
    });
    this.#cross = hasMemory
      ? new MultiHeadAttention(weights.within("multihead_attn"), { ...shared, rotary: false })
      : undefined;
    const hidden = linear({ units: feedForward, initialWeight: initialIn, initialBias: "zeros" });
    const first = hidden([width], weights.within("linear1"));
    const second = linear({ units: width, initialWeight: initialOut, initialBias: "zeros" })(
      [feedForward],
      weights.within("linear2"),
    );
    const drop = dropout({ rate })([width], weights);
    this.#drop = (x, pass) => (pass.training && rate > 0 ? drop.apply(x, pass) : x);
    const activate = options.activation === "gelu" ? gelu : relu;
    this.#feedForward = (x, pass) => second.apply(this.#drop(activate(first.apply(x, pass)), pass), pass);
    const norms = Array.from({ length: hasMemory ? 3 : 2 }, (_, i) =>
      layerNorm()([width], weights.within(`norm${i + 1}`)),
    );
    this.#norms = norms.map((norm) => (x: Tensor, pass: Pass) => norm.apply(x, pass));
    const named = (part: string, list: readonly Weight[]) =>
      list.map((weight) => [`${part}.${weight.name}`, weight] as const);
    this.weights = [
      ...this.#self.weights.map(([name, weight]) => [`self_attn.${name}`, weight] as const),
      ...(this.#cross?.weights ?? []).map(([name, weight]) => [`multihead_attn.${name}`, weight] as const),
      ...named("linear1", first.weights),
      ...named("linear2", second.weights),
      ...norms.flatMap((norm, i) => named(`norm${i + 1}`, norm.weights)),
    ];
  }

  apply({ x, n }: States, context: BlockContext): BlockResult {
    const { pass, memory, memoryPadding } = context;
    const toSelf = this.#residual(x, 0, pass, (x) => this.#self.toSelf({ x, n }, context));
    const toMemory =
      this.#cross && memory
        ? this.#residual(toSelf.x, 1, pass, (x) =>
            this.#cross!.toMemory({ x, n }, memory, { pass, mask: "full", padding: memoryPadding }),
          )
        : undefined;
    const last = this.#residual((toMemory ?? toSelf).x, this.#norms.length - 1, pass, (x) => ({
      x: this.#feedForward(x, pass),
    }));
    const { weights: self, present } = toSelf.part;
    return { x: last.x, self, ...(toMemory && { cross: toMemory.part.weights }), present };
  }

  /** What a memory's states are to this block. */
  memory(states: States): KeysAndValues {
    return this.#cross!.memory(states);
  }

  #residual<P extends { readonly x: Tensor }>(
    x: Tensor,
    norm: number,
    pass: Pass,
    part: (x: Tensor) => P,
  ): { readonly x: Tensor; readonly part: P } {
    const normalize = this.#norms[norm]!;
    if (this.#options.norm === "pre") {
      const given = part(normalize(x, pass));
      return { x: add(x, this.#drop(given.x, pass)), part: given };
    }
    const given = part(x);
    return { x: normalize(add(x, this.#drop(given.x, pass)), pass), part: given };
  }
}

/**
 * How matrices begin. `post` as PyTorch's `nn.Transformer`: Glorot's uniform. `pre` as GPT-2: N(0, 0.02²), those in front of a sum
 * of 2·layers terms divided by √(2·layers).
 */
function initialsOf({ norm, layers }: CompleteBlockOptions): {
  readonly initialIn: Initialiser | InitialiserName;
  readonly initialOut: Initialiser | InitialiserName;
} {
  if (norm === "post") return { initialIn: "glorot-uniform", initialOut: "glorot-uniform" };
  return { initialIn: normal(0.02), initialOut: normal(0.02 / Math.sqrt(2 * layers)) };
}

/** How tables and the output begin: N(0, 1/d) with `post`, N(0, 0.02²) with `pre`. */
export function initialTable({ norm, width }: CompleteBlockOptions): Initialiser {
  return normal(norm === "pre" ? 0.02 : 1 / Math.sqrt(width));
}
