import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import { beamSearch, type DistributionOptions, greedy, type Hypothesis, sample } from "@elbowjs/decoding";
import {
  loadModel,
  readModelFile,
  type SaveOptions,
  saveModel,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { Vocabulary, type VocabularyJson } from "@elbowjs/sequence-data";
import { isTrainingState, type Training } from "@elbowjs/training";
import type { RecurrentNetworkOptions } from "../network/network-options.js";
import { RecurrentNetwork } from "../network/recurrent-network.js";
import type { EvaluateOptions, SequenceEvaluation } from "../training/evaluate-network.js";
import type { RecurrentFitOptions } from "../training/fit-network.js";

/** Options of `TextNetwork.create`: those of a network but its sizes of inputs and outputs, which the text tells. */
export type TextNetworkOptions = Omit<RecurrentNetworkOptions, "inputs" | "outputs">;

/** Options of `TextNetwork.fit`: those of `RecurrentNetwork.fit` for a text. */
export interface TextFitOptions
  extends Omit<RecurrentFitOptions, "validation" | "shape" | "loss" | "teacherForcing"> {
  /** A text to measure after each epoch. Default: none. */
  readonly validation?: string | undefined;
}

/** Options of `TextNetwork.complete`. */
export interface CompleteOptions extends DistributionOptions {
  /** Texts that are drawn, or kept in a search. Default 1. */
  readonly count?: number | undefined;
  /** Draws (`sample`), takes the most probable letter each time (`greedy`), or searches (`beam`). Default `sample`. */
  readonly by?: "sample" | "greedy" | "beam" | undefined;
  /** Letters at most; an integer ≥ 1. Default 200. */
  readonly length?: number | undefined;
  /** Letter that ends a text. Default: none. */
  readonly end?: string | undefined;
  /** Of the draws; an integer ≥ 0. Default 0. */
  readonly seed?: number | undefined;
  /** Stops before the next letter. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** A language model of letters: a recurrent network with the vocabulary of its text. */
export class TextNetwork {
  readonly network: RecurrentNetwork;
  readonly vocabulary: Vocabulary;

  private constructor(network: RecurrentNetwork, vocabulary: Vocabulary) {
    if (!(network instanceof RecurrentNetwork))
      throw refusal(new TypeError("TextNetwork: expected to be made by TextNetwork.create"));
    this.network = network;
    this.vocabulary = vocabulary;
  }

  /** A new model for the letters of a text. @throws RangeError or TypeError for an option, or an empty text. */
  static async create(text: string, options: TextNetworkOptions = {}): Promise<TextNetwork> {
    checkText("TextNetwork.create", "text", text);
    const vocabulary = Vocabulary.of(text);
    return new TextNetwork(
      await RecurrentNetwork.create({ ...options, inputs: vocabulary.size }),
      vocabulary,
    );
  }

  /** A model from a file of `toSafetensors`. @throws RangeError if the bytes are no such file. */
  static async fromSafetensors(bytes: Uint8Array): Promise<TextNetwork> {
    const caller = "TextNetwork.fromSafetensors";
    const file = readModelFile(caller, bytes, "recurrent-text");
    const { network, vocabulary } = file.options as {
      network: RecurrentNetworkOptions;
      vocabulary: VocabularyJson;
    };
    const letters = Vocabulary.fromJSON(vocabulary);
    await useBackend();
    const made = RecurrentNetwork.ofWeights(caller, network);
    const loaded = loadModel(
      caller,
      { ...file, options: network },
      (_, weights: WeightSource) => made(weights),
      (name) => !isTrainingState(name),
    );
    return new TextNetwork(loaded, letters);
  }

  /** The weights under PyTorch's names. */
  weights(): Map<string, Weight> {
    return this.network.weights();
  }

  /**
   * Reads a text, `batchSize` places side by side, `truncate` letters at a time, with the state kept.
   *
   * @throws as `RecurrentNetwork.fit`; RangeError for a letter that the vocabulary has not.
   */
  async fit(text: string, options: TextFitOptions = {}): Promise<Training<SequenceEvaluation>> {
    checkText("TextNetwork.fit", "text", text);
    const { validation, ...rest } = options;
    if (validation !== undefined) checkText("TextNetwork.fit", "validation", validation);
    return this.network.fit(
      { tokens: this.#tokens(text) },
      {
        ...rest,
        ...(validation !== undefined && { validation: { tokens: this.#tokens(validation) } }),
      },
    );
  }

  /** Loss in nats per letter, perplexity and accuracy on a text. @throws RangeError for a letter that the vocabulary has not. */
  async evaluate(
    text: string,
    options: Pick<EvaluateOptions, "batchSize" | "signal"> = {},
  ): Promise<SequenceEvaluation> {
    checkText("TextNetwork.evaluate", "text", text);
    checkOptions("TextNetwork.evaluate", options, ["batchSize", "signal"]);
    return this.network.evaluate({ tokens: this.#tokens(text) }, options);
  }

  /**
   * Continues a text.
   *
   * @param beginning at least one letter of the vocabulary.
   * @returns the continuations, the most probable first, with their scores in nats.
   */
  async complete(
    beginning: string,
    options: CompleteOptions = {},
  ): Promise<{ readonly text: string; readonly score: number }[]> {
    const caller = "TextNetwork.complete";
    checkText(caller, "beginning", beginning);
    checkOptions(caller, options, [
      "count",
      "by",
      "length",
      "end",
      "seed",
      "signal",
      "temperature",
      "topK",
      "topP",
    ]);
    checkChoices(caller, { by: [options.by ?? "sample", ["sample", "greedy", "beam"]] });
    checkNumbers(caller, { count: [options.count, "integer in [1, 1000000] or undefined"] });
    const {
      count = 1,
      by = "sample",
      length: maxLength = 200,
      end,
      seed = 0,
      signal,
      temperature,
      topK,
      topP,
    } = options;
    const shared = {
      prompt: this.#tokens(beginning),
      maxLength,
      signal,
      ...(end !== undefined && { end: this.#tokens(end)[0] }),
    };
    const next = this.network.next();
    const decode: Record<typeof by, () => Promise<Hypothesis[]>> = {
      sample: () => sample(next.tokens, { ...shared, samples: count, seed, temperature, topK, topP }),
      greedy: () => greedy(next.tokens, shared),
      beam: () => beamSearch(next.tokens, { ...shared, beams: Math.max(count, 4) }),
    };
    try {
      const found = await decode[by]();
      return found
        .slice(0, count)
        .map(({ tokens, score }) => ({ text: this.vocabulary.decode(tokens), score }));
    } finally {
      next.dispose();
    }
  }

  #tokens(text: string): Int32Array {
    try {
      return this.vocabulary.encode(text);
    } catch (error) {
      throw error instanceof RangeError ? refusal(error) : error;
    }
  }

  /** The model with its vocabulary as a safetensors file. */
  async toSafetensors(options: SaveOptions = {}): Promise<Uint8Array> {
    const own = { network: this.network.options, vocabulary: this.vocabulary.toJSON() };
    return saveModel(
      "TextNetwork.toSafetensors",
      { format: "recurrent-text", options: own, weights: () => this.weights() },
      options,
    );
  }

  /** Frees the weights. */
  dispose(): void {
    this.network.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

function checkText(caller: string, name: string, text: string): void {
  checkKinds(caller, { [name]: [text, "string"] });
  if (text === "")
    throw refusal(new RangeError(`${caller}: expected ${name} of at least one letter, got none`));
}
