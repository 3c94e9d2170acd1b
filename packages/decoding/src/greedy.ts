import { type DecodingOptions, extended, readOptions } from "./decoding-options.js";
import type { Hypothesis } from "./hypothesis.js";
import { askNext, type NextTokens } from "./next-tokens.js";

/**
 * The most probable next token, again and again; of equal ones the lowest. A beam search with one beam finds the same.
 *
 * @returns one hypothesis, in an array as the other ways to decode give it.
 * @throws TypeError or RangeError for an option, or for an answer of `next` that is not log-probabilities; the signal's reason.
 */
export async function greedy(next: NextTokens, options: DecodingOptions = {}): Promise<Hypothesis[]> {
  const { prompt, end, maxLength, signal } = readOptions("greedy", next, options, []);
  let prefix = prompt;
  let score = 0;
  for (let length = 0; length < maxLength; length++) {
    const parents = Int32Array.of(length === 0 ? -1 : 0);
    const [row] = await askNext("greedy", next, [prefix], { parents, signal });
    const token = mostProbable(row!);
    score += row![token]!;
    prefix = extended(prefix, token);
    if (token === end) break;
  }
  return [{ tokens: prefix.slice(prompt.length), score }];
}

function mostProbable(row: ArrayLike<number>): number {
  let best = 0;
  for (let token = 1; token < row.length; token++) if (row[token]! > row[best]!) best = token;
  return best;
}
