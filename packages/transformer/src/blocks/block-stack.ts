import { layerNorm, type Pass, type Weight, type WeightSource } from "@elbowjs/layers";
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import type { CompleteBlockOptions } from "../transformer-options.js";
import { Block, type BlockContext } from "./block.js";
import type { KeysAndValues, States } from "./multi-head-attention.js";

/** What a stack is told; what differs from block to block comes as a list. */
export interface StackContext extends Omit<BlockContext, "past" | "memory"> {
  readonly past?: readonly KeysAndValues[] | undefined;
  readonly memory?: readonly KeysAndValues[] | undefined;
}

/** What a stack gives. */
export interface StackResult {
  /** [n·T, d]. */
  readonly x: Tensor;
  /** Of each block, [n, heads, T, T]. */
  readonly self: readonly Tensor4D[];
  /** Of each block with a memory, [n, heads, T, S]. */
  readonly cross: readonly Tensor4D[];
  readonly present: readonly KeysAndValues[];
}

/** Blocks one after another under PyTorch's names, `layers.0.…`, and the last normalisation, `norm`, where there is one. */
export class BlockStack {
  readonly weights: readonly (readonly [name: string, weight: Weight])[];
  readonly #blocks: readonly Block[];
  readonly #norm: ((x: Tensor, pass: Pass) => Tensor) | undefined;

  constructor(weights: WeightSource, options: CompleteBlockOptions, hasMemory = false) {
    const layers = weights.within("layers");
    this.#blocks = Array.from(
      { length: options.layers },
      (_, i) => new Block(layers.within(String(i)), options, hasMemory),
    );
    const norm = options.finalNorm ? layerNorm()([options.width], weights.within("norm")) : undefined;
    this.#norm = norm && ((x, pass) => norm.apply(x, pass));
    this.weights = [
      ...this.#blocks.flatMap((block, i) =>
        block.weights.map(([name, weight]) => [`layers.${i}.${name}`, weight] as const),
      ),
      ...(norm?.weights ?? []).map((weight) => [`norm.${weight.name}`, weight] as const),
    ];
  }

  apply(states: States, { past, memory, ...context }: StackContext): StackResult {
    let { x } = states;
    const results = this.#blocks.map((block, i) => {
      const result = block.apply({ x, n: states.n }, { ...context, past: past?.[i], memory: memory?.[i] });
      x = result.x;
      return result;
    });
    return {
      x: this.#norm ? this.#norm(x, context.pass) : x,
      self: results.map(({ self }) => self),
      cross: results.flatMap(({ cross }) => (cross ? [cross] : [])),
      present: results.map(({ present }) => present),
    };
  }

  /** What a memory's states are to each block. */
  memory(states: States): KeysAndValues[] {
    return this.#blocks.map((block) => block.memory(states));
  }
}
