import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { integers } from "@elbowjs/numpy-random";
import { TokenRows } from "../batches/token-rows.js";
import { Vocabulary } from "../vocabulary/vocabulary.js";
import { checkExamples, type TaskOptions, type TokenTask, taskBits } from "./task.js";

/** Options of {@link copying}. */
export interface CopyingOptions extends TaskOptions {
  /** Steps between what is to be kept and the sign to give it out, an integer ≥ 1. Default 50. */
  readonly delay?: number | undefined;
  /** Digits to keep, an integer ≥ 1. Default 10. */
  readonly items?: number | undefined;
  /** Different digits, an integer in [2, 8]. Default 8. */
  readonly symbols?: number | undefined;
}

/**
 * Copying memory: `items` digits 1 … `symbols`, then 0s, then 9s from the moment that the digits are asked for; the answer is
 * 0 until then, and then the digits. Who has forgotten them can do no better than items · ln(symbols) nats per sequence, over
 * all delay + 2 · items steps (0.297 per step by default).
 *
 * @param n Number of sequences, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 * @see M. Arjovsky, A. Shah, Y. Bengio, Unitary evolution recurrent neural networks, 2016, section 5.1.
 */
export function copying(n: number, options: CopyingOptions = {}): TokenTask {
  checkOptions("copying", options, ["delay", "items", "symbols", "seed"]);
  const { delay = 50, items = 10, symbols = 8, seed = 0 } = options;
  checkNumbers("copying", {
    delay: [delay, "integer in [1, 1000000)"],
    items: [items, "integer in [1, 1000000)"],
    symbols: [symbols, "integer in [2, 8]"],
    seed: [seed, "integer ≥ 0"],
  });
  checkExamples("copying", n, delay + 2 * items);
  const bits = taskBits("copying", seed);
  const vocabulary = Vocabulary.of("0123456789");
  const steps = delay + 2 * items;
  const inputs: Int32Array[] = [];
  const targets: Int32Array[] = [];
  for (let i = 0; i < n; i++) {
    const kept = Int32Array.from(integers(bits, 1, symbols + 1, items));
    const input = new Int32Array(steps);
    input.set(kept);
    input.fill(9, items + delay);
    const target = new Int32Array(steps);
    target.set(kept, items + delay);
    inputs.push(input);
    targets.push(target);
  }
  return {
    shape: "synchronous",
    inputs: new TokenRows(inputs),
    targets: new TokenRows(targets),
    vocabulary,
    answers: vocabulary,
    chance: {
      measure: "nats per step",
      value: (items * Math.log(symbols)) / steps,
      by: "a network that gives out any digits at the right time",
    },
  };
}
