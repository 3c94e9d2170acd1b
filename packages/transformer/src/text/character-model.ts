import { checkKinds, checkNumbers, refusal, shown } from "@elbowjs/arguments";
import type { SaveOptions } from "@elbowjs/layers";
import { Vocabulary } from "@elbowjs/sequence-data";
import type { Training } from "@elbowjs/training";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { DecoderData } from "../data/decoder-data.js";
import { Decoder, type DecoderFitOptions } from "../decoder.js";
import type { EvaluateOptions, Evaluation } from "../evaluation.js";
import type { GenerateOptions } from "../generation/generate.js";
import type { BlockOptions } from "../transformer-options.js";
import type { WrittenText } from "./transliterator.js";
import { vocabularyIn, withVocabularies } from "./vocabulary-file.js";

/** One long text, or lines of their own: names, verses. */
export type Texts = string | readonly string[];

/** Options of {@link CharacterModel.create}. */
export interface CharacterModelOptions extends BlockOptions {
  /** Characters that it sees at once, an integer ≥ 1. Default 64. */
  readonly context?: number;
}

/** Options of {@link CharacterModel.fit}: those of `Decoder.fit`, with texts to validate on. */
export interface CharacterFitOptions extends Omit<DecoderFitOptions, "validation"> {
  /** Texts to evaluate on after each epoch. Default: none. */
  readonly validation?: Texts;
}

/** Text, character by character: a {@link Decoder} with its vocabulary. */
export class CharacterModel {
  /** Of lines it has start and end tokens, of one long text none. */
  readonly vocabulary: Vocabulary;
  readonly model: Decoder;

  /** A new model for the characters of texts. */
  static async create(texts: Texts, options: CharacterModelOptions = {}): Promise<CharacterModel> {
    const caller = "CharacterModel.create";
    checkTexts(caller, texts);
    const vocabulary = Vocabulary.of(texts, typeof texts === "string" ? {} : { specials: ["start", "end"] });
    checkNumbers(caller, { "number of characters": [vocabulary.size, "integer ≥ 1"] });
    return new CharacterModel(await Decoder.create({ ...options, vocabulary: vocabulary.size }), vocabulary);
  }

  /**
   * A model from a file that {@link CharacterModel.toSafetensors} wrote.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<CharacterModel> {
    const model = await Decoder.fromSafetensors(bytes);
    try {
      return new CharacterModel(model, vocabularyIn("CharacterModel.fromSafetensors", bytes, "vocabulary"));
    } catch (error) {
      model.dispose();
      throw error;
    }
  }

  /** @param vocabulary of as many tokens as the model has. */
  constructor(model: Decoder, vocabulary: Vocabulary) {
    if (!(model instanceof Decoder) || !(vocabulary instanceof Vocabulary))
      throw refusal(
        new TypeError(
          `CharacterModel: expected a Decoder and a Vocabulary, got ${shown(model)} and ${shown(vocabulary)}; CharacterModel.create makes them`,
        ),
      );
    if (model.options.vocabulary !== vocabulary.size)
      throw refusal(
        new RangeError(
          `CharacterModel: expected a vocabulary of ${model.options.vocabulary} tokens, got ${vocabulary.size}`,
        ),
      );
    this.model = model;
    this.vocabulary = vocabulary;
  }

  /** Texts as tokens, for `fit` and `evaluate` of the model. */
  tokens(texts: Texts): DecoderData {
    checkTexts("CharacterModel.tokens", texts);
    const { start, end } = this.vocabulary;
    if ((start === undefined) !== (typeof texts === "string"))
      throw refusal(
        new TypeError(
          `CharacterModel.tokens: expected ${start === undefined ? "one long text" : "an array of lines"}, as the model was made for, got ${shown(texts)}`,
        ),
      );
    if (typeof texts === "string") return this.vocabulary.encode(texts);
    return texts.map((line) => this.vocabulary.encode(line, { start: true, end: end !== undefined }));
  }

  /** Trains the model; see {@link Decoder.fit}. */
  fit(texts: Texts, { validation, ...options }: CharacterFitOptions = {}): Promise<Training<Evaluation>> {
    return this.model.fit(this.tokens(texts), {
      ...options,
      ...(validation !== undefined && { validation: this.tokens(validation) }),
    });
  }

  /** How well the model foretells texts, in nats per character. */
  evaluate(texts: Texts, options: EvaluateOptions = {}): Promise<Evaluation> {
    return this.model.evaluate(this.tokens(texts), options);
  }

  /**
   * Goes on from a beginning.
   *
   * @param beginning at least one character of one long text; of lines it may be empty.
   * @param options as of {@link Decoder.generate}. Default: one draw, `{ sample: true }`, of 100 characters, or up to a line's end.
   * @returns what comes behind it, the most probable first.
   * @throws RangeError for a character that the vocabulary does not have, or for no beginning of a long text.
   */
  async complete(
    beginning: string,
    options: Omit<GenerateOptions, "end" | "tree"> = {},
  ): Promise<WrittenText[]> {
    checkKinds("CharacterModel.complete", { beginning: [beginning, "string"] });
    const { start, end } = this.vocabulary;
    const prompt = this.vocabulary.encode(beginning, { start: start !== undefined });
    const isChosen = options.sample !== undefined || options.beams !== undefined;
    const found = await this.model.generate(prompt, { ...(!isChosen && { sample: true }), ...options, end });
    return found.map(({ tokens, score }) => ({ text: this.vocabulary.decode(tokens), score }));
  }

  /** α of each block over a text, [1, heads, characters, characters]; the caller disposes of them. */
  attention(text: string): readonly Tensor4D[] {
    const tokens = this.vocabulary.encode(text, { start: this.vocabulary.start !== undefined });
    const { logits, attention } = this.model.forward([tokens], { attention: true });
    logits.dispose();
    return attention;
  }

  /** The model with its vocabulary as one safetensors file. The same model gives the same bytes. */
  async toSafetensors(options: SaveOptions = {}): Promise<Uint8Array> {
    return withVocabularies(await this.model.toSafetensors(options), { vocabulary: this.vocabulary });
  }

  /** Frees the weights. */
  dispose(): void {
    this.model.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

function checkTexts(caller: string, texts: Texts): void {
  const isLines = Array.isArray(texts) && texts.length > 0 && texts.every((line) => typeof line === "string");
  if (typeof texts !== "string" && !isLines)
    throw refusal(
      new TypeError(`${caller}: expected texts as a string or an array of strings, got ${shown(texts)}`),
    );
}
