import { checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import type { Weight, WeightSource } from "@elbowjs/layers";
import type { PaddedBatch } from "@elbowjs/sequence-data";
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
import { argMax, reshape, type Scalar, type Tensor1D, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { checkSteps, checkTokens, tokenInput } from "../network/sequence-input.js";
import type { SequenceEvaluation } from "../training/evaluate-network.js";
import { withOwnOutputs, withOwnOutputsLater } from "../training/own-outputs.js";
import { type TokenPlan, tokenBatch } from "../training/sequence-batch.js";
import { crossEntropy } from "../training/sequence-loss.js";
import { checkPairs, decoderPlan, type Seq2SeqData } from "./seq2seq-batch.js";
import { Seq2SeqNetworks } from "./seq2seq-networks.js";
import { Seq2SeqNext } from "./seq2seq-next.js";
import {
  type CompleteSeq2SeqOptions,
  completeSeq2SeqOptions,
  type Seq2SeqOptions,
} from "./seq2seq-options.js";

/** Options of `Seq2Seq.fit`: those of every training. The optimiser's default is Adam. */
export interface Seq2SeqFitOptions extends FitOptions<SequenceEvaluation, Seq2SeqData> {
  /** Share of the steps at which the decoder is told the target instead of its own output, in [0, 1]. Default 1. */
  readonly teacherForcing?: number | undefined;
}

/**
 * Sequence to sequence: an encoder reads the input, a decoder writes the output and reads what it has written. With the source's letters:
 * x_t^embed = A x_t, s_t = φ(N x_t^embed + W s_{t−1} + b); s'_t = φ(V s'_{t−1} + V' x'_{t−1} + c), beginning with s'_0 = s_T;
 * y'_t = U s'_t + d, x'_t drawn from softmax(y'_t). With attention y'_t = U [s'_t; Σ_i a_i s_i] + d, a = softmax(s'_t · s_i / √H).
 *
 * @see ECE/CS 559, mock final, question 6; D. Bahdanau, K. Cho, Y. Bengio, 2015; M.-T. Luong et al., 2015, for the attention by products.
 */
export class Seq2Seq extends Model {
  /** The model's name in files. */
  readonly format = "seq2seq";
  /** Every option, with its default filled in. */
  readonly options: CompleteSeq2SeqOptions;
  readonly #networks: Seq2SeqNetworks;

  /** A new model. @throws RangeError or TypeError if an option is outside its range or does not exist. */
  static async create(options: Seq2SeqOptions): Promise<Seq2Seq> {
    const complete = completeSeq2SeqOptions("Seq2Seq.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new Seq2Seq(complete, weights));
  }

  /** A model from a file of `toSafetensors`, or a checkpoint. @throws RangeError if the bytes are no such file. */
  static async fromSafetensors(bytes: Uint8Array): Promise<Seq2Seq> {
    const caller = "Seq2Seq.fromSafetensors";
    const made = (options: object, weights: WeightSource): Seq2Seq =>
      new Seq2Seq(completeSeq2SeqOptions(caller, options as Seq2SeqOptions), weights);
    return openModel(caller, bytes, "seq2seq", made);
  }

  /** Use {@link Seq2Seq.create}: it also chooses the backend. */
  private constructor(options: CompleteSeq2SeqOptions, weights: WeightSource) {
    super("Seq2Seq", weights);
    this.options = options;
    this.#networks = new Seq2SeqNetworks(options, weights);
  }

  /** The weights by name: `source_embedding.weight`, `encoder.weight_ih_l0`, …, `output.bias`. */
  weights(): Map<string, Weight> {
    return this.#networks.weights();
  }

  /**
   * Trains the model in place on pairs, the targets ending with the end token.
   *
   * @throws as `train` of `@elbowjs/training`; TypeError or RangeError for pairs that do not fit.
   */
  async fit(data: Seq2SeqData, options: Seq2SeqFitOptions = {}): Promise<Training<SequenceEvaluation>> {
    const caller = this.caller("fit");
    checkOptions(caller, options, [...fitOptionNames, "teacherForcing"]);
    const { teacherForcing = 1, validation, ...training } = options;
    checkNumbers(caller, { teacherForcing: [teacherForcing, "[0, 1]"] });
    checkPairs(caller, data, this.options);
    if (validation) checkPairs(caller, validation, this.options);
    const source = {
      size: data.inputs.size,
      fingerprint: () => `${data.inputs.fingerprint()}/${data.targets.fingerprint()}`,
      take: (rows: Int32Array, { seed }: { readonly seed: number }) => {
        const read = data.inputs.gather(rows);
        const plan = decoderPlan(data.targets, rows, this.options.targets);
        if (teacherForcing === 1) return { read, written: tokenBatch(plan) };
        const random = stream(seed, "forward");
        const teaches = (): boolean => random.random() < teacherForcing;
        const own = this.#networks.withOwn(read, plan, teaches, withOwnOutputs);
        return { read, written: tokenBatch(own) };
      },
    };
    return trainNetwork(caller, this, source, training, {
      name: "seq2seq",
      optimizer: { type: "adam" },
      objective: { teacherForcing },
      loss: ({ read, written }) => {
        const { logits } = this.#networks.decode(written.input, this.#networks.encode(read), written);
        return crossEntropy(logits, written.targets as Tensor1D);
      },
      ...(validation && {
        validate: (signal: AbortSignal | undefined) => this.evaluate(validation, { signal }),
      }),
    });
  }

  /**
   * Measures the model: the loss with the targets as the decoder's inputs; accuracy and the share of rows without a mistake by its own
   * outputs, the most probable token at each step.
   */
  async evaluate(
    data: Seq2SeqData,
    options: { readonly batchSize?: number | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<SequenceEvaluation> {
    const caller = this.caller("evaluate");
    checkOptions(caller, options, ["batchSize", "signal"]);
    const { batchSize = 256, signal } = options;
    checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1"] });
    checkPairs(caller, data, this.options);
    const breathe = breather({ signal });
    const sums = { loss: 0, targets: 0, right: 0, solved: 0 };
    for (let start = 0; start < data.inputs.size; start += batchSize) {
      signal?.throwIfAborted();
      const rows = Int32Array.from(
        { length: Math.min(batchSize, data.inputs.size - start) },
        (_, i) => start + i,
      );
      const read = data.inputs.gather(rows);
      const plan = decoderPlan(data.targets, rows, this.options.targets);
      const told = await this.#lossOf(read, plan);
      const own = await this.#networks.withOwn(read, plan, () => false, withOwnOutputsLater);
      const written = await this.#bestOf(read, own);
      const count = plan.answers.reduce((sum, { length }) => sum + length, 0);
      sums.loss += told * count;
      sums.targets += count;
      let at = 0;
      for (const answer of plan.answers) {
        const rights = Array.from(answer, (token, k) => written[at + k] === token);
        sums.right += rights.filter(Boolean).length;
        if (rights.every(Boolean)) sums.solved++;
        at += answer.length;
      }
      await breathe();
    }
    const loss = sums.loss / sums.targets;
    return {
      loss,
      perplexity: Math.exp(loss),
      accuracy: sums.right / sums.targets,
      solved: sums.solved / data.inputs.size,
    };
  }

  /**
   * The model as `@elbowjs/decoding` asks it, for one input: `beamSearch(model.next(source).tokens, { end, beams: 5 })`. `dispose()` frees
   * what it keeps.
   *
   * @throws RangeError for an empty or too long input, or tokens that there are not.
   */
  next(source: ArrayLike<number>): Seq2SeqNext {
    const caller = this.caller("next");
    const read = this.#read(caller, source);
    const start = this.options.targets;
    const encoded = this.#networks.encodeToKeep(read);
    return new Seq2SeqNext(encoded, start, (input, from, state) => this.#networks.step(input, from, state));
  }

  /**
   * Where the decoder looks: for each written token the weights of the input's tokens, rows that sum to 1.
   *
   * @throws RangeError for a model without attention, or tokens that there are not.
   */
  async attend(source: ArrayLike<number>, target: ArrayLike<number>): Promise<number[][]> {
    const caller = this.caller("attend");
    if (!this.options.attention)
      throw refusal(new RangeError(`${caller}: expected a model with attention, got one without`));
    const read = this.#read(caller, source);
    checkTokens(caller, target, this.options.targets, "target");
    const tokens = Int32Array.from([this.options.targets, ...Array.from(target).slice(0, -1)]);
    const weights = tidy(() => {
      const { looks } = this.#networks.decode(
        tokenInput(tokens, [1, tokens.length]),
        this.#networks.encode(read),
      );
      return reshape(looks!, [tokens.length, -1]) as Tensor2D;
    });
    try {
      return await weights.array();
    } finally {
      weights.dispose();
    }
  }

  #read(caller: string, source: ArrayLike<number>): PaddedBatch {
    if (!(Array.isArray(source) || ArrayBuffer.isView(source)) || !(source.length >= 1))
      throw refusal(new RangeError(`${caller}: expected source of at least one token, got ${shown(source)}`));
    checkTokens(caller, source, this.options.sources, "source");
    checkSteps(caller, source.length, this.options.maxSteps);
    const tokens = Int32Array.from(source);
    return {
      tokens,
      lengths: Int32Array.of(tokens.length),
      mask: new Float32Array(tokens.length).fill(1),
      shape: [1, tokens.length],
    };
  }

  async #lossOf(read: PaddedBatch, plan: TokenPlan): Promise<number> {
    const loss = tidy((): Scalar => {
      const batch = tokenBatch(plan);
      return crossEntropy(
        this.#networks.decode(batch.input, this.#networks.encode(read), batch).logits,
        batch.targets as Tensor1D,
      );
    });
    try {
      return (await loss.data())[0]!;
    } finally {
      loss.dispose();
    }
  }

  async #bestOf(read: PaddedBatch, plan: TokenPlan): Promise<ArrayLike<number>> {
    const best = tidy(() => {
      const batch = tokenBatch(plan);
      return argMax(this.#networks.decode(batch.input, this.#networks.encode(read), batch).logits, -1);
    });
    try {
      return await best.data();
    } finally {
      best.dispose();
    }
  }
}
