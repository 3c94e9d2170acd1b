import { checkOptions, refusal } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import type { Hypothesis } from "@elbowjs/decoding";
import { buildFromState, evaluation, type Weight, type WeightSource } from "@elbowjs/layers";
import { readSafetensors } from "@elbowjs/safetensors";
import {
  type FitOptions,
  fitOptionNames,
  Model,
  newModel,
  openModel,
  stream,
  type Training,
  trainNetwork,
} from "@elbowjs/training";
import { reshape, type Tensor, type Tensor3D, type Tensor4D, tidy } from "@tensorflow/tfjs-core";
import type { KeysAndValues } from "./blocks/multi-head-attention.js";
import { type PairBatch, pairBatch, pairBatches, pairRows, type TokenPair } from "./data/pair-data.js";
import { checkRows, realTokens, rectangle, type TokenRowsInput } from "./data/token-batch.js";
import { EncoderDecoderNetworks } from "./encoder-decoder-networks.js";
import { type EvaluateOptions, type Evaluation, evaluateRows } from "./evaluation.js";
import { type ForwardOptions, forwardPass, trainingPass } from "./forward-options.js";
import { type EncoderDecoderTorchOptions, encoderDecoderOptionsOf } from "./from-torch.js";
import { answerAll } from "./generation/answer-all.js";
import { Continuation } from "./generation/continuation.js";
import {
  checkGenerateOptions,
  type GenerateOptions,
  generate,
  type Searched,
} from "./generation/generate.js";
import { tokenLoss } from "./token-loss.js";
import {
  type CompleteEncoderDecoderOptions,
  completeEncoderDecoderOptions,
  type EncoderDecoderOptions,
} from "./transformer-options.js";

/** What {@link EncoderDecoder.forward} returns; the caller disposes of all. Attention comes if it was asked for. */
export interface EncoderDecoderOutput {
  /** Of the token behind each of the target, [n, T, vocabulary]. */
  readonly logits: Tensor3D;
  /** α of the source's tokens to each other, [n, heads, S, S], block by block. */
  readonly encoderAttention: readonly Tensor4D[];
  /** α of the target's tokens to those before them, [n, heads, T, T]. */
  readonly decoderAttention: readonly Tensor4D[];
  /** α of the target's tokens to the source's, [n, heads, T, S]. */
  readonly crossAttention: readonly Tensor4D[];
}

/** Options of {@link EncoderDecoder.generate}: `end` is the model's own. */
export type TranslateOptions = Omit<GenerateOptions, "end">;

/**
 * The transformer of two halves: an encoder that sees the whole source, and a decoder that writes the target token by token, each
 * seeing those before it and what the encoder gave. Source and target need not be of one length.
 *
 * @see ECE/CS 559, lecture 25, and mock final 6; A. Vaswani et al., Attention Is All You Need, 2017.
 */
export class EncoderDecoder extends Model {
  readonly format = "transformer-encoder-decoder";
  /** Every option, with its default filled in. */
  readonly options: CompleteEncoderDecoderOptions;
  readonly #networks: EncoderDecoderNetworks;

  /**
   * A new model. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the program has set one.
   *
   * @throws RangeError if an option is outside its range, or the heads do not divide the width.
   */
  static async create(options: EncoderDecoderOptions): Promise<EncoderDecoder> {
    const complete = completeEncoderDecoderOptions("EncoderDecoder.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new EncoderDecoder(complete, weights));
  }

  /**
   * A model from a file that `toSafetensors` wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<EncoderDecoder> {
    const caller = "EncoderDecoder.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "transformer-encoder-decoder",
      (options, weights) =>
        new EncoderDecoder(completeEncoderDecoderOptions(caller, options as EncoderDecoderOptions), weights),
    );
  }

  /**
   * A model from the safetensors state dict of a PyTorch module with `nn.Transformer` (`batch_first`) as `transformer`, `nn.Embedding` as
   * `source_embedding`, `target_embedding`, `source_position`, `target_position`, and `nn.Linear` as `output`.
   *
   * @param options heads, padding, and what shapes do not tell: `norm` and `activation`, where they are not PyTorch's defaults.
   * @throws RangeError that names the key if a weight is missing, of another shape, or unknown.
   */
  static async fromTorch(bytes: Uint8Array, options: EncoderDecoderTorchOptions): Promise<EncoderDecoder> {
    const caller = "EncoderDecoder.fromTorch";
    const { tensors } = readSafetensors(bytes);
    const complete = completeEncoderDecoderOptions(caller, encoderDecoderOptionsOf(caller, tensors, options));
    await useBackend();
    return buildFromState(caller, tensors, (weights) => new EncoderDecoder(complete, weights));
  }

  /** Use {@link EncoderDecoder.create}: it also chooses the backend. */
  private constructor(options: CompleteEncoderDecoderOptions, weights: WeightSource) {
    super("EncoderDecoder", weights);
    this.options = completeEncoderDecoderOptions("EncoderDecoder", options);
    this.#networks = new EncoderDecoderNetworks(options, weights);
  }

  /** The weights under PyTorch's names. */
  weights(): Map<string, Weight> {
    return this.#networks.weights();
  }

  /**
   * Logits of the token behind each token of the target.
   *
   * @param source rows of 1 to `context` tokens; padding among them is not seen.
   * @param target as many rows, each beginning with the start token; shorter ones are filled up, and what stands behind their ends
   *   means nothing.
   * @throws RangeError for an unknown token, an empty row, one longer than the context, or another number of rows.
   */
  forward(
    source: TokenRowsInput,
    target: TokenRowsInput,
    options: ForwardOptions = {},
  ): EncoderDecoderOutput {
    const caller = this.caller("forward");
    const { vocabulary, context, padding, layers } = this.options;
    checkRows(caller, "source", source, { vocabulary: vocabulary.source, context: context.source });
    checkRows(caller, "target", target, { vocabulary: vocabulary.target, context: context.target });
    if (source.length !== target.length)
      throw refusal(
        new RangeError(
          `${caller}: expected as many rows of target as of source, ${source.length}, got ${target.length}`,
        ),
      );
    const { pass, wantsAttention } = forwardPass(caller, options);
    const [logits, ...attention] = tidy(() => {
      const sourcePadding = realTokens(source, padding);
      const encoded = this.#networks.encode(rectangle(source, padding), sourcePadding, pass);
      const input = rectangle(target, padding);
      const memory = this.#networks.memory({ x: encoded.x, n: source.length });
      const { x, self, cross } = this.#networks.decode(input, { pass, memory, memoryPadding: sourcePadding });
      const all = reshape(this.#networks.output.all(x, pass), [...input.shape, vocabulary.target]);
      return [all, ...(wantsAttention ? [...encoded.self, ...self, ...cross] : [])] as Tensor[];
    });
    const weights = attention as Tensor4D[];
    return {
      logits: logits as Tensor3D,
      encoderAttention: weights.slice(0, layers),
      decoderAttention: weights.slice(layers, 2 * layers),
      crossAttention: weights.slice(2 * layers),
    };
  }

  /**
   * Trains the model in place to write targets: the decoder is given the true tokens before each (teacher forcing), and the loss is
   * the mean of −ln p over the tokens of a batch, end tokens included. Adam with η = 0.001 unless the options say otherwise.
   *
   * @param pairs without start and end tokens.
   * @throws RangeError or TypeError for pairs or options, before any work.
   */
  async fit(
    pairs: readonly TokenPair[],
    options: FitOptions<Evaluation, readonly TokenPair[]> = {},
  ): Promise<Training<Evaluation>> {
    const caller = this.caller("fit");
    checkOptions(caller, options, fitOptionNames);
    const { validation, ...training } = options;
    const source = pairBatches(caller, pairs, this.options);
    if (validation !== undefined) pairRows(caller, validation, this.options);
    return trainNetwork<PairBatch, Evaluation>(caller, this, source, training, {
      name: "encoder-decoder",
      optimizer: { type: "adam" },
      loss: (batch, { seed }) =>
        tidy(() => tokenLoss(this.#networks.logits(batch, trainingPass(seed)), batch.labels, batch.shares)),
      validate: validation && ((signal) => this.evaluate(validation, { ...(signal && { signal }) })),
    });
  }

  /** How well the model foretells the targets' tokens, given the true ones before each, in evaluation mode. */
  async evaluate(pairs: readonly TokenPair[], options: EvaluateOptions = {}): Promise<Evaluation> {
    const caller = this.caller("evaluate");
    const rows = pairRows(caller, pairs, this.options);
    return evaluateRows<PairBatch>(caller, rows.sources.size, {
      take: (numbers) => pairBatch(rows, numbers, this.options.padding),
      logits: (batch) => this.#networks.logits(batch, evaluation),
      options,
    });
  }

  /**
   * What a source becomes: by the most probable tokens, by draws, or by beams.
   *
   * @param source 1 to `context` tokens.
   * @param options `maxLength`: default, and at most, the target's context.
   * @returns targets without the start token, the best first; with `tree`, the tree of the search besides.
   * @throws RangeError for an empty source or an unknown token; TypeError for options that do not go together.
   */
  async generate(
    source: ArrayLike<number>,
    options: TranslateOptions & { readonly tree: true },
  ): Promise<Searched>;
  async generate(
    source: ArrayLike<number>,
    options?: TranslateOptions & { readonly tree?: false },
  ): Promise<readonly Hypothesis[]>;
  async generate(
    source: ArrayLike<number>,
    options: TranslateOptions = {},
  ): Promise<Searched | readonly Hypothesis[]> {
    const caller = this.caller("generate");
    const { start, end } = this.options;
    checkGenerateOptions(caller, options);
    const maxLength = this.#maxLength(caller, options.maxLength);
    this.#checkSources(caller, [source]);
    const continuation = this.#continuation([source], options.cache ?? true);
    try {
      return await generate(continuation.next, Int32Array.of(start), { ...options, maxLength, end });
    } finally {
      continuation.dispose();
    }
  }

  /**
   * What many sources become, by the most probable tokens: those of one length are read together, which is sooner than one by one.
   *
   * @returns targets without start and end tokens, in the order of the sources.
   */
  async generateAll(
    sources: TokenRowsInput,
    options: Pick<TranslateOptions, "maxLength" | "signal"> = {},
  ): Promise<Int32Array[]> {
    const caller = this.caller("generateAll");
    checkOptions(caller, options, ["maxLength", "signal"]);
    this.#checkSources(caller, sources);
    const { start, end } = this.options;
    const maxLength = this.#maxLength(caller, options.maxLength);
    return answerAll(sources, (rows) => this.#continuation(rows, true), {
      start,
      end,
      maxLength,
      signal: options.signal,
    });
  }

  #checkSources(caller: string, sources: TokenRowsInput): void {
    const { vocabulary, context, padding } = this.options;
    checkRows(caller, "source", sources, { vocabulary: vocabulary.source, context: context.source });
    for (const [i, source] of sources.entries())
      if (Array.prototype.includes.call(source, padding))
        throw refusal(
          new RangeError(
            `${caller}: expected source[${i}] without the padding token ${padding}, got one with it`,
          ),
        );
  }

  #maxLength(caller: string, maxLength: number = this.options.context.target): number {
    if (maxLength <= this.options.context.target) return maxLength;
    throw refusal(
      new RangeError(
        `${caller}: expected maxLength of at most ${this.options.context.target}, the target's context, got ${maxLength}`,
      ),
    );
  }

  /** @param sources of one length, without padding. */
  #continuation(sources: TokenRowsInput, cache: boolean): Continuation {
    let memory: KeysAndValues[] = [];
    tidy(() => {
      const { x } = this.#networks.encode(rectangle(sources), undefined, evaluation);
      memory = this.#networks.memory({ x, n: sources.length });
      return memory.flatMap(({ keys, values }) => [keys, values]);
    });
    return new Continuation(
      (tokens, context) => {
        const { x, present } = this.#networks.decode(tokens, { pass: evaluation, ...context });
        return { logits: this.#networks.output.last({ x, n: tokens.shape[0] }, evaluation), present };
      },
      { context: this.options.context.target, cache, memory },
    );
  }
}
