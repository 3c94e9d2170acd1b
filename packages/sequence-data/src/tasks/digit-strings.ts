import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { integers } from "@elbowjs/numpy-random";
import { TokenRows } from "../batches/token-rows.js";
import { Vocabulary } from "../vocabulary/vocabulary.js";
import { checkExamples, type TaskOptions, type TokenTask, taskBits } from "./task.js";

/** Options of {@link sorting} and {@link reversing}. */
export interface DigitStringOptions extends TaskOptions {
  /** Digits of a string, an integer ≥ 1. Default 6. */
  readonly length?: number | undefined;
  /** Different digits, from 0 on, an integer in [2, 10]. Default 10. */
  readonly symbols?: number | undefined;
}

/** Options of {@link digitAddition}. */
export interface DigitAdditionOptions extends TaskOptions {
  /** Digits of each number, an integer in [1, 9]. Default 3. */
  readonly digits?: number | undefined;
  /** Whether the sum is written from its last digit on, as it is reckoned. Default false. */
  readonly reversed?: boolean | undefined;
}

/**
 * Strings of digits and the same digits in order. Who guesses always the sorted string that most strings have is right for
 * length! / ∏ nᵢ! of symbols^length, with nᵢ as equal as can be.
 *
 * @param n Number of strings, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 */
export function sorting(n: number, options: DigitStringOptions = {}): TokenTask {
  const { length, symbols, strings } = digitStrings("sorting", n, options);
  let share = 1; // length! / (∏ nᵢ! · symbols^length), factor by factor, so that nothing overflows
  for (let i = 0; i < length; i++) share *= (i + 1) / ((Math.floor(i / symbols) + 1) * symbols);
  return answered(strings, (digits) => [...digits].sort().join(""), {
    measure: "accuracy",
    value: share,
    by: "the same answer to every string, the most frequent one",
  });
}

/**
 * Strings of digits and the same from behind. A guess is right once in symbols^length.
 *
 * @param n Number of strings, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 */
export function reversing(n: number, options: DigitStringOptions = {}): TokenTask {
  const { length, symbols, strings } = digitStrings("reversing", n, options);
  return answered(strings, (digits) => [...digits].reverse().join(""), {
    measure: "accuracy",
    value: symbols ** -length,
    by: "a guess",
  });
}

/**
 * Sums of two numbers of `digits` digits each, as in "012+345" → "0357". The most frequent sum, 10^digits − 1, is that of one
 * pair in 10^digits.
 *
 * @param n Number of sums, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 */
export function digitAddition(n: number, options: DigitAdditionOptions = {}): TokenTask {
  checkOptions("digitAddition", options, ["digits", "reversed", "seed"]);
  const { digits = 3, reversed = false, seed = 0 } = options;
  checkNumbers("digitAddition", {
    digits: [digits, "integer in [1, 9]"],
    seed: [seed, "integer ≥ 0"],
  });
  checkKinds("digitAddition", { reversed: [reversed, "boolean"] });
  checkExamples("digitAddition", n, 3 * digits + 2);
  const numbers = integers(taskBits("addition", seed), 0, 10 ** digits, 2 * n);
  const written = (number: number, places: number): string => String(number).padStart(places, "0");
  const strings = Array.from(
    { length: n },
    (_, i) => `${written(numbers[2 * i]!, digits)}+${written(numbers[2 * i + 1]!, digits)}`,
  );
  const sum = (text: string): string => {
    const [a, b] = text.split("+").map(Number) as [number, number];
    const forwards = written(a + b, digits + 1);
    return reversed ? [...forwards].reverse().join("") : forwards;
  };
  return answered(strings, sum, {
    measure: "accuracy",
    value: 10 ** -digits,
    by: "the most frequent sum as the answer to all",
  });
}

/** Options of {@link parity}. */
export interface ParityOptions extends TaskOptions {
  /** Digits of a string, an integer ≥ 1. Default 10. */
  readonly length?: number | undefined;
}

/**
 * Strings of 0 and 1, and whether the ones are even (0) or odd (1) in number. Half of all guesses are right.
 *
 * @param n Number of strings, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 */
export function parity(n: number, options: ParityOptions = {}): TokenTask {
  checkOptions("parity", options, ["length", "seed"]);
  const { length = 10, seed } = options;
  const { strings } = digitStrings("parity", n, { length, seed, symbols: 2 });
  const vocabulary = Vocabulary.of("01");
  const inputs = strings.map((text) => vocabulary.encode(text));
  return {
    shape: "many-to-one",
    inputs: new TokenRows(inputs),
    targets: new TokenRows(inputs.map((bits) => [bits.reduce((sum, bit) => sum + bit, 0) % 2])),
    vocabulary,
    answers: vocabulary,
    chance: { measure: "accuracy", value: 1 / 2, by: "a guess" },
  };
}

function digitStrings(
  caller: "sorting" | "reversing" | "parity",
  n: number,
  options: DigitStringOptions,
): { readonly length: number; readonly symbols: number; readonly strings: readonly string[] } {
  checkOptions(caller, options, ["length", "symbols", "seed"]);
  const { length = 6, symbols = 10, seed = 0 } = options;
  checkNumbers(caller, {
    length: [length, "integer in [1, 1000000)"],
    symbols: [symbols, "integer in [2, 10]"],
    seed: [seed, "integer ≥ 0"],
  });
  checkExamples(caller, n, length);
  const bits = taskBits(caller, seed);
  const strings = Array.from({ length: n }, () => integers(bits, 0, symbols, length).join(""));
  return { length, symbols, strings };
}

/** One vocabulary for questions and answers, with an end for those who write the answer token by token. */
function answered(
  strings: readonly string[],
  answer: (text: string) => string,
  chance: TokenTask["chance"],
): TokenTask {
  const vocabulary = Vocabulary.of("0123456789+", { specials: ["padding", "start", "end"] });
  return {
    shape: "asynchronous",
    inputs: new TokenRows(strings.map((text) => vocabulary.encode(text))),
    targets: new TokenRows(strings.map((text) => vocabulary.encode(answer(text)))),
    vocabulary,
    answers: vocabulary,
    chance,
  };
}
