import { causalMask, type Pass, type Weight, type WeightSource } from "@elbowjs/layers";
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { initialTable } from "./blocks/block.js";
import { BlockStack, type StackResult } from "./blocks/block-stack.js";
import type { KeysAndValues } from "./blocks/multi-head-attention.js";
import { TokenEmbedding } from "./blocks/token-embedding.js";
import type { PairBatch } from "./data/pair-data.js";
import { moduleWeights } from "./module-weights.js";
import { OutputLayer } from "./output-layer.js";
import type { CompleteEncoderDecoderOptions } from "./transformer-options.js";

/** The networks of an `EncoderDecoder`: two embeddings, two stacks of blocks, and the linear map to logits. */
export class EncoderDecoderNetworks {
  readonly #source: TokenEmbedding;
  readonly #target: TokenEmbedding;
  readonly #encoder: BlockStack;
  readonly #decoder: BlockStack;
  /** From states to logits. */
  readonly output: OutputLayer;

  constructor(options: CompleteEncoderDecoderOptions, weights: WeightSource) {
    const { vocabulary, context } = options;
    const initial = initialTable(options);
    const embedding = (side: "source" | "target") =>
      new TokenEmbedding(
        weights,
        { ...options, vocabulary: vocabulary[side], context: context[side], initial },
        [`${side}_embedding`, `${side}_position`],
      );
    this.#source = embedding("source");
    this.#target = embedding("target");
    const transformer = weights.within("transformer");
    this.#encoder = new BlockStack(transformer.within("encoder"), options);
    this.#decoder = new BlockStack(transformer.within("decoder"), options, true);
    this.output = new OutputLayer(weights.within("output"), options, vocabulary.target);
  }

  /** The weights under PyTorch's names. */
  weights(): Map<string, Weight> {
    return moduleWeights({
      "": [...this.#source.weights, ...this.#target.weights],
      "transformer.encoder": this.#encoder.weights,
      "transformer.decoder": this.#decoder.weights,
      output: this.output.weights,
    });
  }

  /** Keys and values of an encoded source in each block of the decoder. */
  memory(encoded: Parameters<BlockStack["memory"]>[0]): KeysAndValues[] {
    return this.#decoder.memory(encoded);
  }

  /** Logits of all tokens of a batch's targets. */
  logits({ source, sourcePadding, target }: PairBatch, pass: Pass): Tensor2D {
    const { x } = this.encode(source, sourcePadding, pass);
    const memory = this.#decoder.memory({ x, n: source.shape[0] });
    return this.output.all(this.decode(target, { pass, memory, memoryPadding: sourcePadding }).x, pass);
  }

  encode(tokens: Tensor2D, padding: Tensor4D | undefined, pass: Pass): StackResult {
    return this.#encoder.apply(this.#source.apply(tokens, pass), { pass, mask: "full", padding });
  }

  decode(
    tokens: Tensor2D,
    {
      pass,
      from = 0,
      ...context
    }: {
      readonly pass: Pass;
      readonly from?: number;
      readonly past?: readonly KeysAndValues[] | undefined;
      readonly memory: readonly KeysAndValues[] | undefined;
      readonly memoryPadding?: Tensor4D | undefined;
    },
  ): StackResult {
    const steps = tokens.shape[1];
    const mask = steps === 1 ? ("full" as const) : causalMask(steps);
    return this.#decoder.apply(this.#target.apply(tokens, pass, from), { pass, mask, ...context });
  }
}
