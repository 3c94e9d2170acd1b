import { checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import type { SaveOptions } from "@elbowjs/layers";
import { Vocabulary, type WordPair } from "@elbowjs/sequence-data";
import type { Training } from "@elbowjs/training";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { TokenPair } from "../data/pair-data.js";
import { EncoderDecoder } from "../encoder-decoder.js";
import type { Evaluation } from "../evaluation.js";
import type { BlockOptions } from "../transformer-options.js";
import { vocabularyIn, withVocabularies } from "./vocabulary-file.js";

/** A text that the model writes, and how sure it is. */
export interface WrittenText {
  readonly text: string;
  /** Σ ln p over its characters and its end, in nats. */
  readonly score: number;
}

/** Options of {@link Transliterator.create}. */
export interface TransliteratorOptions extends BlockOptions {
  /** Characters of a word at most, an integer ≥ 1. Default 32. */
  readonly context?: number;
}

/** Words in one script to words in another: an {@link EncoderDecoder} with its two vocabularies. */
export class Transliterator {
  /** Of characters that it reads. */
  readonly source: Vocabulary;
  /** Of characters that it writes. */
  readonly target: Vocabulary;
  readonly model: EncoderDecoder;

  /**
   * A new model for the characters of pairs; those that come later and are not among them are read as unknown.
   *
   * @param pairs of words as they are: bring them into one Unicode form before.
   */
  static async create(
    pairs: readonly WordPair[],
    options: TransliteratorOptions = {},
  ): Promise<Transliterator> {
    const caller = "Transliterator.create";
    checkPairs(caller, pairs);
    const specials = ["padding", "start", "end", "unknown"] as const;
    const words = (side: "source" | "target") => Array.from(pairs, (pair) => pair[side]);
    const source = Vocabulary.of(words("source"), { specials });
    const target = Vocabulary.of(words("target"), { specials });
    const { context = 32, ...blocks } = options;
    checkNumbers(caller, { context: [context, "integer ≥ 1"] });
    const model = await EncoderDecoder.create({
      ...blocks,
      vocabulary: { source: source.size, target: target.size },
      context: { source: context, target: context + 1 },
    });
    return new Transliterator(model, source, target);
  }

  /**
   * A model from a file that {@link Transliterator.toSafetensors} wrote.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<Transliterator> {
    const caller = "Transliterator.fromSafetensors";
    const model = await EncoderDecoder.fromSafetensors(bytes);
    try {
      const [source, target] = ["source", "target"].map((name) => vocabularyIn(caller, bytes, name));
      return new Transliterator(model, source!, target!);
    } catch (error) {
      model.dispose();
      throw error;
    }
  }

  /** @param model whose start, end and padding are those of the vocabularies. */
  constructor(model: EncoderDecoder, source: Vocabulary, target: Vocabulary) {
    if (!(model instanceof EncoderDecoder) || ![source, target].every((one) => one instanceof Vocabulary))
      throw refusal(
        new TypeError(
          `Transliterator: expected an EncoderDecoder and two Vocabularies, got ${shown(model)}, ${shown(source)} and ${shown(target)}; Transliterator.create makes them`,
        ),
      );
    const { vocabulary, padding, start, end } = model.options;
    const fits =
      vocabulary.source === source.size &&
      vocabulary.target === target.size &&
      target.padding === padding &&
      target.start === start &&
      target.end === end;
    if (!fits)
      throw refusal(
        new RangeError(
          `Transliterator: expected vocabularies of ${vocabulary.source} and ${vocabulary.target} tokens with the model's padding, start and end, got ${source.size} and ${target.size}`,
        ),
      );
    this.model = model;
    this.source = source;
    this.target = target;
  }

  /** Words as tokens, for `fit` and `evaluate` of the model. */
  tokens(pairs: readonly WordPair[]): TokenPair[] {
    checkPairs("Transliterator.tokens", pairs);
    return pairs.map(({ source, target }) => ({
      source: this.source.encode(source),
      target: this.target.encode(target),
    }));
  }

  /** Trains the model; see {@link EncoderDecoder.fit}. */
  fit(
    pairs: readonly WordPair[],
    {
      validation,
      ...options
    }: Omit<NonNullable<Parameters<EncoderDecoder["fit"]>[1]>, "validation"> & {
      readonly validation?: readonly WordPair[];
    } = {},
  ): Promise<Training<Evaluation>> {
    return this.model.fit(this.tokens(pairs), {
      ...options,
      ...(validation && { validation: this.tokens(validation) }),
    });
  }

  /**
   * What a word becomes.
   *
   * @param word of 1 to `context` characters.
   * @param options `beams`, an integer ≥ 1, so many texts are searched for at once and given back. Default 5.
   * @returns the most probable texts, the best first.
   */
  async transliterate(
    word: string,
    options: { readonly beams?: number; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<WrittenText[]> {
    checkOptions("Transliterator.transliterate", options, ["beams", "signal"]);
    const { beams = 5, signal } = options;
    const found = await this.model.generate(this.#read("Transliterator.transliterate", word), {
      beams,
      signal,
    });
    return found.map(({ tokens, score }) => ({ text: this.target.decode(tokens), score }));
  }

  /** The most probable text of each word, many words at once. */
  async transliterateAll(words: readonly string[]): Promise<string[]> {
    const caller = "Transliterator.transliterateAll";
    checkKinds(caller, { words: [words, "object"] });
    const answers = await this.model.generateAll(words.map((word) => this.#read(caller, word)));
    return answers.map((tokens) => this.target.decode(tokens));
  }

  /**
   * Where the model looks as it writes: α of each block, [1, heads, characters of the text and its start, characters of the word]; the
   * caller disposes of them.
   */
  attention(word: string, text: string): readonly Tensor4D[] {
    const source = this.#read("Transliterator.attention", word);
    const target = this.target.encode(text, { start: true });
    const output = this.model.forward([source], [target], { attention: true });
    for (const unused of [output.logits, ...output.encoderAttention, ...output.decoderAttention])
      unused.dispose();
    return output.crossAttention;
  }

  /** The model with its vocabularies as one safetensors file. The same model gives the same bytes. */
  async toSafetensors(options: SaveOptions = {}): Promise<Uint8Array> {
    const { source, target } = this;
    return withVocabularies(await this.model.toSafetensors(options), { source, target });
  }

  /** Frees the weights. */
  dispose(): void {
    this.model.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #read(caller: string, word: string): Int32Array {
    checkKinds(caller, { word: [word, "string"] });
    return this.source.encode(word);
  }
}

function checkPairs(caller: string, pairs: readonly WordPair[]): void {
  checkKinds(caller, { pairs: [pairs, [{ source: "string", target: "string" }]] });
}
