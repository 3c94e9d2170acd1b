import { checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import type { NextTokens } from "./next-tokens.js";

/** What every way to decode can be told. */
export interface DecodingOptions {
  /** Tokens that stand before the first one; they are in every prefix and in no result. Default: none. */
  readonly prompt?: ArrayLike<number> | undefined;
  /** The token that finishes a hypothesis, an integer ≥ 0. Default: none, so that all reach `maxLength`. */
  readonly end?: number | undefined;
  /** Tokens behind the prompt at most, an integer in [1, 10⁶]; a hypothesis of that length is finished. Default 100. */
  readonly maxLength?: number | undefined;
  /** Stops before the next call of the model. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Options with their defaults. */
export interface ReadOptions {
  readonly prompt: Int32Array;
  readonly end: number | undefined;
  readonly maxLength: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Checks what all share and gives it its defaults.
 *
 * @param more names of the options that the caller has besides.
 */
export function readOptions(
  caller: string,
  next: NextTokens,
  options: DecodingOptions,
  more: readonly string[],
): ReadOptions {
  checkKinds(caller, { next: [next, "function"] });
  checkOptions(caller, options, ["prompt", "end", "maxLength", "signal", ...more]);
  const { prompt = [], end, maxLength = 100, signal } = options;
  checkNumbers(caller, {
    end: [end, "integer ≥ 0 or undefined"],
    maxLength: [maxLength, "integer in [1, 1000000]"],
  });
  checkKinds(caller, { signal: [signal, "AbortSignal or undefined"] });
  return { prompt: readPrompt(caller, prompt), end, maxLength, signal };
}

function readPrompt(caller: string, prompt: ArrayLike<number>): Int32Array {
  if (!Array.isArray(prompt) && !ArrayBuffer.isView(prompt))
    throw refusal(new TypeError(`${caller}: expected prompt to be an array of tokens, got ${shown(prompt)}`));
  return Int32Array.from(prompt as ArrayLike<number>, (token, i) => {
    if (Number.isInteger(token) && token >= 0 && token < 2 ** 31) return token;
    throw refusal(
      new RangeError(`${caller}: expected prompt of tokens, integers ≥ 0, got ${shown(token)} at [${i}]`),
    );
  });
}

/** A prefix with one token more. */
export function extended(prefix: Int32Array, token: number): Int32Array {
  const longer = new Int32Array(prefix.length + 1);
  longer.set(prefix);
  longer[prefix.length] = token;
  return longer;
}
