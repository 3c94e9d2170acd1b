import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { type Direction, textDirection } from "./direction.js";
import { splitter, type TextUnit } from "./text-unit.js";

/** A token that stands for no text: what fills short sequences up, what begins and ends them, what is not known. */
export type SpecialToken = "padding" | "start" | "end" | "unknown";

const specialTokens: readonly SpecialToken[] = ["padding", "start", "end", "unknown"];

/** Options of {@link Vocabulary.of}. */
export interface VocabularyOptions {
  /** What a token is: a code point, or a character as readers see it (a grapheme cluster). Default `"code-point"`. */
  readonly unit?: TextUnit | undefined;
  /** Tokens besides the text's own; they get the first numbers, in the order padding, start, end, unknown. Default: none. */
  readonly specials?: readonly SpecialToken[] | undefined;
}

/** Where {@link Vocabulary.encode} puts special tokens. */
export interface EncodeOptions {
  /** Whether the start token comes first. Default false. */
  readonly start?: boolean | undefined;
  /** Whether the end token comes last. Default false. */
  readonly end?: boolean | undefined;
}

/** What a vocabulary is as JSON. */
export interface VocabularyJson {
  readonly format: "elbow-vocabulary";
  readonly version: 1;
  readonly unit: TextUnit;
  readonly specials: readonly SpecialToken[];
  readonly tokens: readonly string[];
}

/** The tokens of a text and their numbers: first the special ones, then the text's own, by code point. */
export class Vocabulary {
  /** The texts of the tokens by number; that of a special one is its name in angle brackets. */
  readonly tokens: readonly string[];
  /** Number of tokens. */
  readonly size: number;
  readonly unit: TextUnit;
  readonly specials: readonly SpecialToken[];
  /** Numbers of the special tokens, undefined for those it does not have. */
  readonly padding: number | undefined;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly unknown: number | undefined;
  /** The way in which most of its letters run. */
  readonly direction: Direction;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #split: (text: string) => Iterable<string>;

  private constructor(own: readonly string[], unit: TextUnit, specials: readonly SpecialToken[]) {
    this.unit = unit;
    this.#split = splitter(unit);
    this.specials = specialTokens.filter((special) => specials.includes(special));
    this.tokens = [...this.specials.map((special) => `<${special}>`), ...own];
    this.size = this.tokens.length;
    const number = (special: SpecialToken): number | undefined => {
      const at = this.specials.indexOf(special);
      return at < 0 ? undefined : at;
    };
    this.padding = number("padding");
    this.start = number("start");
    this.end = number("end");
    this.unknown = number("unknown");
    const letters = own.filter((token) => /\p{L}/u.test(token));
    const turned = letters.filter((token) => textDirection(token) === "rtl");
    this.direction = 2 * turned.length > letters.length ? "rtl" : "ltr";
    this.#numbers = new Map(own.map((token, i) => [token, this.specials.length + i]));
  }

  /**
   * The vocabulary of texts.
   *
   * @param texts One text, or several. They are taken as they are: bring them into one Unicode form before (`normalize()`).
   * @throws TypeError or RangeError for texts or options of another kind.
   */
  static of(texts: string | Iterable<string>, options: VocabularyOptions = {}): Vocabulary {
    const { unit } = checked("Vocabulary.of", options);
    const split = splitter(unit);
    const own = new Set<string>();
    checkIterable("Vocabulary.of", "texts", texts);
    for (const text of typeof texts === "string" ? [texts] : texts) {
      if (typeof text !== "string") checkKinds("Vocabulary.of", { text: [text, "string"] });
      for (const token of split(text)) own.add(token);
    }
    return Vocabulary.ofTokens(own, options);
  }

  /**
   * The vocabulary of tokens that have been collected elsewhere.
   *
   * @throws TypeError or RangeError for options of another kind.
   */
  static ofTokens(tokens: Iterable<string>, options: VocabularyOptions = {}): Vocabulary {
    const { unit, specials } = checked("Vocabulary.ofTokens", options);
    checkIterable("Vocabulary.ofTokens", "tokens", tokens);
    const own = new Set(tokens);
    for (const token of own) checkKinds("Vocabulary.ofTokens", { token: [token, "string"] });
    return new Vocabulary([...own].sort(byCodePoints), unit, specials);
  }

  /**
   * A vocabulary from what `toJSON` gave.
   *
   * @throws TypeError for anything else.
   */
  static fromJSON(json: unknown): Vocabulary {
    const { format, version, unit, specials, tokens } = (json ?? {}) as Partial<VocabularyJson>;
    if (format !== "elbow-vocabulary" || version !== 1 || !Array.isArray(tokens))
      throw new TypeError(
        `Vocabulary.fromJSON: expected { format: "elbow-vocabulary", version: 1, … }, got ${shown(json)}`,
      );
    checkKinds(
      "Vocabulary.fromJSON",
      Object.fromEntries(tokens.map((token) => ["token", [token, "string"]])),
    );
    return Vocabulary.ofTokens(tokens, { unit, specials });
  }

  /** The vocabulary as JSON. */
  toJSON(): VocabularyJson {
    const { unit, specials } = this;
    return {
      format: "elbow-vocabulary",
      version: 1,
      unit,
      specials,
      tokens: this.tokens.slice(specials.length),
    };
  }

  /**
   * The numbers of a text's tokens, in the order in which it is read.
   *
   * @throws RangeError for a token that it does not have, unless it has `unknown`; TypeError for a special token that is asked
   *   for and not there.
   */
  encode(text: string, options: EncodeOptions = {}): Int32Array {
    if (typeof text !== "string") checkKinds("Vocabulary.encode", { text: [text, "string"] });
    checkOptions("Vocabulary.encode", options, ["start", "end"]);
    const numbers: number[] = [];
    if (options.start === true) numbers.push(this.#special("start"));
    for (const token of this.#split(text)) {
      const number = this.#numbers.get(token) ?? this.unknown;
      if (number === undefined)
        throw new RangeError(
          `Vocabulary.encode: expected tokens of the vocabulary, got ${shown(token)} at ${numbers.length}; create it with specials: ["unknown"], or with that text`,
        );
      numbers.push(number);
    }
    if (options.end === true) numbers.push(this.#special("end"));
    return Int32Array.from(numbers);
  }

  /**
   * The text of tokens, up to the first end token; other special ones are left out.
   *
   * @throws RangeError for a number that is no token.
   */
  decode(tokens: ArrayLike<number>): string {
    let text = "";
    for (let i = 0; i < tokens.length; i++) {
      const number = tokens[i]!;
      if (!(Number.isInteger(number) && number >= 0 && number < this.size))
        checkNumbers("Vocabulary.decode", { token: [number, `integer in [0, ${this.size})`] });
      if (number === this.end) break;
      if (number >= this.specials.length) text += this.tokens[number]!;
    }
    return text;
  }

  #special(special: "start" | "end"): number {
    const number = this[special];
    if (number === undefined)
      throw new TypeError(
        `Vocabulary.encode: expected a vocabulary with ${special}, got one without; create it with specials: ["${special}"]`,
      );
    return number;
  }
}

function checked(
  caller: string,
  options: VocabularyOptions,
): { readonly unit: TextUnit; readonly specials: readonly SpecialToken[] } {
  checkOptions(caller, options, ["unit", "specials"]);
  const { unit = "code-point", specials = [] } = options;
  checkChoices(caller, { unit: [unit, ["code-point", "character"]] });
  checkKinds(caller, { specials: [specials, "iterable"] });
  for (const special of specials) checkChoices(caller, { special: [special, specialTokens] });
  return { unit, specials };
}

/** By code points, not by UTF-16 units, so that the order is that of other languages too. */
function byCodePoints(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

function checkIterable(caller: string, name: string, values: Iterable<string>): void {
  if (typeof values?.[Symbol.iterator] !== "function")
    throw refusal(
      new TypeError(`${caller}: expected ${name} as an iterable of strings, got ${shown(values)}`),
    );
}
