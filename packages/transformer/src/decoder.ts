import { checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import type { Hypothesis, NextTokens } from "@elbowjs/decoding";
import {
  type AttentionMask,
  buildFromState,
  causalMask,
  evaluation,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
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
import {
  reshape,
  type Scalar,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
} from "@tensorflow/tfjs-core";
import { initialTable } from "./blocks/block.js";
import { BlockStack, type StackResult } from "./blocks/block-stack.js";
import type { KeysAndValues } from "./blocks/multi-head-attention.js";
import { TokenEmbedding } from "./blocks/token-embedding.js";
import {
  type DecoderData,
  type LabelledBatch,
  labelledBatch,
  sequenceBatches,
  sequenceRows,
  textBatches,
  windowRows,
} from "./data/decoder-data.js";
import { checkRow, checkRows, rectangle, type TokenRowsInput } from "./data/token-batch.js";
import { type EvaluateOptions, type Evaluation, evaluateRows } from "./evaluation.js";
import { type ForwardOptions, forwardPass, trainingPass } from "./forward-options.js";
import { type DecoderTorchOptions, decoderOptionsOf } from "./from-torch.js";
import { Continuation } from "./generation/continuation.js";
import {
  checkGenerateOptions,
  type GenerateOptions,
  generate,
  type Searched,
} from "./generation/generate.js";
import { moduleWeights } from "./module-weights.js";
import { OutputLayer } from "./output-layer.js";
import { tokenLoss } from "./token-loss.js";
import {
  type CompleteDecoderOptions,
  completeDecoderOptions,
  type DecoderOptions,
} from "./transformer-options.js";

/** Options of {@link Decoder.fit}. */
export interface DecoderFitOptions extends FitOptions<Evaluation, DecoderData> {
  /** Steps of an epoch on one long text, an integer ≥ 1. Default: as many windows as cover the text once. */
  readonly stepsPerEpoch?: number;
}

/** What {@link Decoder.forward} returns; the caller disposes of all. */
export interface DecoderOutput {
  /** Of the token behind each, [n, T, vocabulary]. */
  readonly logits: Tensor3D;
  /** α of each block, [n, heads, T, T], if it was asked for; none else. */
  readonly attention: readonly Tensor4D[];
}

/**
 * The decoder-only transformer: each token sees those before it, and the model says what comes next. It continues a prompt.
 *
 * @see ECE/CS 559, lecture 25.
 */
export class Decoder extends Model {
  readonly format = "transformer-decoder";
  /** Every option, with its default filled in. */
  readonly options: CompleteDecoderOptions;
  readonly #embedding: TokenEmbedding;
  readonly #blocks: BlockStack;
  readonly #output: OutputLayer;

  /**
   * A new model. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the program has set one.
   *
   * @throws RangeError if an option is outside its range, or the heads do not divide the width.
   */
  static async create(options: DecoderOptions): Promise<Decoder> {
    const complete = completeDecoderOptions("Decoder.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new Decoder(complete, weights));
  }

  /**
   * A model from a file that `toSafetensors` wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<Decoder> {
    const caller = "Decoder.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "transformer-decoder",
      (options, weights) => new Decoder(completeDecoderOptions(caller, options as DecoderOptions), weights),
    );
  }

  /**
   * A model from the safetensors state dict of a PyTorch module with an `nn.TransformerEncoder` (`batch_first`) as `blocks`, used under a
   * causal mask, `nn.Embedding` as `embedding` and `position`, and `nn.Linear` as `output`.
   *
   * @param options heads, and what shapes do not tell: `norm` and `activation`, where they are not PyTorch's defaults.
   * @throws RangeError that names the key if a weight is missing, of another shape, or unknown.
   */
  static async fromTorch(bytes: Uint8Array, options: DecoderTorchOptions): Promise<Decoder> {
    const caller = "Decoder.fromTorch";
    const { tensors } = readSafetensors(bytes);
    const complete = completeDecoderOptions(caller, decoderOptionsOf(caller, tensors, options));
    await useBackend();
    return buildFromState(caller, tensors, (weights) => new Decoder(complete, weights));
  }

  /** Use {@link Decoder.create}: it also chooses the backend. */
  private constructor(options: CompleteDecoderOptions, weights: WeightSource) {
    super("Decoder", weights);
    this.options = completeDecoderOptions("Decoder", options);
    this.#embedding = new TokenEmbedding(weights, { ...options, initial: initialTable(options) });
    this.#blocks = new BlockStack(weights.within("blocks"), options);
    this.#output = new OutputLayer(weights.within("output"), options, options.vocabulary);
  }

  /** The weights under PyTorch's names. */
  weights(): Map<string, Weight> {
    return moduleWeights({
      "": this.#embedding.weights,
      blocks: this.#blocks.weights,
      output: this.#output.weights,
    });
  }

  /**
   * Logits of the token behind each token.
   *
   * @param tokens rows of 1 to `context` tokens; shorter ones are filled up, and what stands behind their ends means nothing.
   * @throws RangeError for an unknown token, an empty row, or one longer than the context.
   */
  forward(tokens: TokenRowsInput, options: ForwardOptions = {}): DecoderOutput {
    const caller = this.caller("forward");
    checkRows(caller, "tokens", tokens, this.options);
    const { pass, wantsAttention } = forwardPass(caller, options);
    const [logits, ...attention] = tidy(() => {
      const input = rectangle(tokens);
      const { x, self } = this.#run(input, { pass });
      const all = reshape(this.#output.all(x, pass), [...input.shape, this.options.vocabulary]);
      return [all, ...(wantsAttention ? self : [])];
    });
    return { logits: logits as Tensor3D, attention: attention as Tensor4D[] };
  }

  /**
   * Trains the model in place to foretell each token from those before it: the mean of −ln p over the tokens of a batch. Adam with
   * η = 0.001 unless the options say otherwise.
   *
   * @param data one long text (windows of `context` tokens at random places), sequences, or prompts and answers, of which only the
   *   answers are learnt.
   * @throws RangeError or TypeError for data or options, before any work.
   */
  async fit(data: DecoderData, options: DecoderFitOptions = {}): Promise<Training<Evaluation>> {
    const caller = this.caller("fit");
    checkOptions(caller, options, [...fitOptionNames, "stepsPerEpoch"]);
    const { validation, stepsPerEpoch, ...training } = options;
    const { batchSize = 64 } = options;
    checkNumbers(caller, {
      stepsPerEpoch: [stepsPerEpoch, "integer ≥ 1 or undefined"],
      batchSize: [batchSize, "integer ≥ 1"],
    });
    const isText = data instanceof Int32Array;
    if (!isText && stepsPerEpoch !== undefined)
      throw refusal(
        new TypeError(`${caller}: expected stepsPerEpoch with one long text only, got sequences`),
      );
    const windows = stepsPerEpoch === undefined ? undefined : stepsPerEpoch * batchSize;
    const source = isText
      ? textBatches(caller, data, this.options, windows)
      : sequenceBatches(caller, data, this.options);
    if (validation !== undefined) this.#rowsOf(caller, validation);
    return trainNetwork<LabelledBatch, Evaluation>(caller, this, source, training, {
      name: "decoder",
      optimizer: { type: "adam" },
      loss: (batch, { seed }) => this.#loss(batch, seed),
      validate: validation && ((signal) => this.evaluate(validation, { ...(signal && { signal }) })),
    });
  }

  /** How well the model foretells data, in evaluation mode; a text is cut into windows of `context` tokens. */
  async evaluate(data: DecoderData, options: EvaluateOptions = {}): Promise<Evaluation> {
    const caller = this.caller("evaluate");
    const rows = this.#rowsOf(caller, data);
    return evaluateRows<LabelledBatch>(caller, rows.size, {
      take: (numbers) => labelledBatch(Array.from(numbers, (i) => rows.row(i))),
      logits: ({ tokens }) => this.#output.all(this.#run(tokens, { pass: evaluation }).x, evaluation),
      options,
    });
  }

  /**
   * Continues a prompt: by the most probable tokens, by draws, or by beams. A text longer than the context is seen through a window
   * that moves on by half a context each time that it is full.
   *
   * @param prompt at least one token.
   * @returns sequences without the prompt, the best first; with `tree`, the tree of the search besides.
   * @throws RangeError for an empty prompt or an unknown token; TypeError for options that do not go together.
   */
  async generate(
    prompt: ArrayLike<number>,
    options: GenerateOptions & { readonly tree: true },
  ): Promise<Searched>;
  async generate(
    prompt: ArrayLike<number>,
    options?: GenerateOptions & { readonly tree?: false },
  ): Promise<readonly Hypothesis[]>;
  async generate(
    prompt: ArrayLike<number>,
    options: GenerateOptions = {},
  ): Promise<Searched | readonly Hypothesis[]> {
    const caller = this.caller("generate");
    checkRow(caller, "prompt", prompt, this.options.vocabulary);
    checkGenerateOptions(caller, options);
    const continuation = this.#continuation(options.cache ?? true);
    try {
      return await generate(continuation.next, Int32Array.from(prompt), options);
    } finally {
      continuation.dispose();
    }
  }

  /**
   * The model as a function from prefixes to log-probabilities, for a search of one's own with `@elbowjs/decoding`; it keeps nothing
   * between calls.
   */
  nextTokens(): NextTokens {
    this.caller("nextTokens");
    return (prefixes, parents) => {
      for (const [i, prefix] of prefixes.entries())
        checkRow("Decoder.nextTokens", `prefixes[${i}]`, prefix, this.options.vocabulary);
      return this.#continuation(false).next(prefixes, parents);
    };
  }

  #continuation(cache: boolean): Continuation {
    const { context } = this.options;
    return new Continuation(
      (tokens, { from, past }) => {
        const { x, present } = this.#run(tokens, { pass: evaluation, from, past });
        return { logits: this.#output.last({ x, n: tokens.shape[0] }, evaluation), present };
      },
      { context, cache },
    );
  }

  #rowsOf(caller: string, data: DecoderData) {
    return data instanceof Int32Array
      ? windowRows(caller, data, this.options)
      : sequenceRows(caller, data, this.options);
  }

  #loss({ tokens, labels, shares }: LabelledBatch, seed: number): Scalar {
    return tidy(() => {
      const pass = trainingPass(seed);
      return tokenLoss(this.#output.all(this.#run(tokens, { pass }).x, pass), labels, shares);
    });
  }

  #run(
    tokens: Tensor2D,
    {
      pass,
      from = 0,
      past,
    }: {
      readonly pass: Parameters<TokenEmbedding["apply"]>[1];
      readonly from?: number;
      readonly past?: readonly KeysAndValues[] | undefined;
    },
  ): StackResult {
    const steps = tokens.shape[1];
    const mask: AttentionMask = steps === 1 ? "full" : causalMask(steps);
    return this.#blocks.apply(this.#embedding.apply(tokens, pass, from), { pass, mask, past });
  }
}
