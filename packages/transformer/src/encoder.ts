import { checkOptions } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import { buildFromState, evaluation, type Pass, type Weight, type WeightSource } from "@elbowjs/layers";
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
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
} from "@tensorflow/tfjs-core";
import { initialTable } from "./blocks/block.js";
import { BlockStack, type StackResult } from "./blocks/block-stack.js";
import { TokenEmbedding } from "./blocks/token-embedding.js";
import {
  type LabelledRow,
  type TaggedBatch,
  taggedBatch,
  taggedBatches,
  taggedRows,
} from "./data/tagged-data.js";
import { checkRows, realTokens, rectangle, type TokenRowsInput } from "./data/token-batch.js";
import { type EvaluateOptions, type Evaluation, evaluateRows } from "./evaluation.js";
import { type ForwardOptions, forwardPass, trainingPass } from "./forward-options.js";
import { type EncoderTorchOptions, encoderOptionsOf } from "./from-torch.js";
import { moduleWeights } from "./module-weights.js";
import { OutputLayer } from "./output-layer.js";
import { tokenLoss } from "./token-loss.js";
import {
  type CompleteEncoderOptions,
  completeEncoderOptions,
  type EncoderOptions,
} from "./transformer-options.js";

/** What {@link Encoder.forward} returns; the caller disposes of all. */
export interface EncoderOutput {
  /** States behind the last block, [n, T, width]. */
  readonly states: Tensor3D;
  /** Of the class of each token, [n, T, outputs]. */
  readonly logits: Tensor3D;
  /** α of each block, [n, heads, T, T], if it was asked for; none else. */
  readonly attention: readonly Tensor4D[];
}

/**
 * The encoder: each token sees all others, and is given a class. For sequences that are answered token by token: tagging, sorting,
 * turning round.
 *
 * @see ECE/CS 559, lecture 25.
 */
export class Encoder extends Model {
  readonly format = "transformer-encoder";
  /** Every option, with its default filled in. */
  readonly options: CompleteEncoderOptions;
  readonly #embedding: TokenEmbedding;
  readonly #blocks: BlockStack;
  readonly #output: OutputLayer;

  /**
   * A new model. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the program has set one.
   *
   * @throws RangeError if an option is outside its range, or the heads do not divide the width.
   */
  static async create(options: EncoderOptions): Promise<Encoder> {
    const complete = completeEncoderOptions("Encoder.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new Encoder(complete, weights));
  }

  /**
   * A model from a file that `toSafetensors` wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<Encoder> {
    const caller = "Encoder.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "transformer-encoder",
      (options, weights) => new Encoder(completeEncoderOptions(caller, options as EncoderOptions), weights),
    );
  }

  /**
   * A model from the safetensors state dict of a PyTorch module with an `nn.TransformerEncoder` (`batch_first`) as `blocks`, `nn.Embedding`
   * as `embedding` and `position`, and `nn.Linear` as `output`.
   *
   * @param options heads, padding, and what shapes do not tell.
   * @throws RangeError that names the key if a weight is missing, of another shape, or unknown.
   */
  static async fromTorch(bytes: Uint8Array, options: EncoderTorchOptions): Promise<Encoder> {
    const caller = "Encoder.fromTorch";
    const { tensors } = readSafetensors(bytes);
    const complete = completeEncoderOptions(caller, encoderOptionsOf(caller, tensors, options));
    await useBackend();
    return buildFromState(caller, tensors, (weights) => new Encoder(complete, weights));
  }

  /** Use {@link Encoder.create}: it also chooses the backend. */
  private constructor(options: CompleteEncoderOptions, weights: WeightSource) {
    super("Encoder", weights);
    this.options = completeEncoderOptions("Encoder", options);
    this.#embedding = new TokenEmbedding(weights, { ...options, initial: initialTable(options) });
    this.#blocks = new BlockStack(weights.within("blocks"), options);
    this.#output = new OutputLayer(weights.within("output"), options, options.outputs);
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
   * States and logits of each token.
   *
   * @param tokens rows of 1 to `context` tokens; shorter ones are filled up, and neither the filling nor padding tokens are seen.
   * @throws RangeError for an unknown token, an empty row, or one longer than the context.
   */
  forward(tokens: TokenRowsInput, options: ForwardOptions = {}): EncoderOutput {
    const caller = this.caller("forward");
    checkRows(caller, "tokens", tokens, this.options);
    const { pass, wantsAttention } = forwardPass(caller, options);
    const { width, outputs, padding } = this.options;
    const [states, logits, ...attention] = tidy(() => {
      const input = rectangle(tokens, padding);
      const { x, self } = this.#run(input, realTokens(tokens, padding), pass);
      const shaped = (rows: Tensor, units: number) => reshape(rows, [...input.shape, units]);
      return [shaped(x, width), shaped(this.#output.all(x, pass), outputs), ...(wantsAttention ? self : [])];
    });
    return { states: states as Tensor3D, logits: logits as Tensor3D, attention: attention as Tensor4D[] };
  }

  /**
   * Trains the model in place to give each token its class: the mean of −ln p over the tokens of a batch. Adam with η = 0.001 unless
   * the options say otherwise.
   *
   * @param rows tokens and as many classes.
   * @throws RangeError or TypeError for rows or options, before any work.
   */
  async fit(
    rows: readonly LabelledRow[],
    options: FitOptions<Evaluation, readonly LabelledRow[]> = {},
  ): Promise<Training<Evaluation>> {
    const caller = this.caller("fit");
    checkOptions(caller, options, fitOptionNames);
    const { validation, ...training } = options;
    const source = taggedBatches(caller, rows, this.options);
    if (validation !== undefined) taggedRows(caller, validation, this.options);
    return trainNetwork<TaggedBatch, Evaluation>(caller, this, source, training, {
      name: "encoder",
      optimizer: { type: "adam" },
      loss: (batch, { seed }) =>
        tidy(() => tokenLoss(this.#logits(batch, trainingPass(seed)), batch.labels, batch.shares)),
      validate: validation && ((signal) => this.evaluate(validation, { ...(signal && { signal }) })),
    });
  }

  /** How well the model gives tokens their classes, in evaluation mode. */
  async evaluate(rows: readonly LabelledRow[], options: EvaluateOptions = {}): Promise<Evaluation> {
    const caller = this.caller("evaluate");
    const checked = taggedRows(caller, rows, this.options);
    return evaluateRows<TaggedBatch>(caller, checked.tokens.size, {
      take: (numbers) => taggedBatch(checked, numbers, this.options.padding),
      logits: (batch) => this.#logits(batch, evaluation),
      options,
    });
  }

  #logits({ tokens, padding }: TaggedBatch, pass: Pass): Tensor2D {
    return this.#output.all(this.#run(tokens, padding, pass).x, pass);
  }

  #run(tokens: Tensor2D, padding: Tensor4D | undefined, pass: Pass): StackResult {
    return this.#blocks.apply(this.#embedding.apply(tokens, pass), { pass, mask: "full", padding });
  }
}
