import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { TokenRows } from "../batches/token-rows.js";
import { Vocabulary } from "../vocabulary/vocabulary.js";
import type { TokenTask } from "./task.js";

/** Options of {@link counting}. */
export interface CountingOptions {
  /** Smallest n, an integer in [1, 2000]. Default 1. */
  readonly from?: number | undefined;
  /** Largest n, an integer in [from, 2000]. Default 10. */
  readonly to?: number | undefined;
}

/**
 * The language aⁿbⁿ, one string for each n: S, n times a, n times b, T; after each letter the next is to be told. From the first
 * b on it is certain, for those who count. One who does not, and ends every string after the same number of b, has one
 * string of the to − from + 1 right.
 *
 * @throws TypeError or RangeError for an option.
 * @see F. Gers, J. Schmidhuber, LSTM recurrent networks learn simple context-free and context-sensitive languages, 2001.
 */
export function counting(options: CountingOptions = {}): TokenTask {
  checkOptions("counting", options, ["from", "to"]);
  const { from = 1, to = 10 } = options;
  checkNumbers("counting", { from: [from, "integer in [1, 2000]"] });
  checkNumbers("counting", { to: [to, `integer in [${from}, 2000]`] });
  const vocabulary = Vocabulary.of("STab");
  const strings = Array.from({ length: to - from + 1 }, (_, i) =>
    vocabulary.encode(`S${"a".repeat(from + i)}${"b".repeat(from + i)}T`),
  );
  return {
    shape: "synchronous",
    inputs: new TokenRows(strings.map((tokens) => tokens.subarray(0, -1))),
    targets: new TokenRows(strings.map((tokens) => tokens.subarray(1))),
    vocabulary,
    answers: vocabulary,
    chance: {
      measure: "accuracy",
      value: 1 / strings.length,
      by: "a network that ends every string after the same number of b, of whole strings",
    },
  };
}
