import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { integers, random } from "@elbowjs/numpy-random";
import { checkExamples, type Level, type TaskOptions, taskBits } from "./task.js";

/** Options of {@link adding}. */
export interface AddingOptions extends TaskOptions {
  /** T, steps of a sequence, an integer ≥ 2. Default 100. */
  readonly length?: number | undefined;
}

/** Sequences of numbers with one number as their answer. */
export interface NumberTask {
  readonly shape: "many-to-one";
  /** [n, T, 2], row by row: a number in [0, 1), and 1 where it counts, else 0. */
  readonly inputs: Float32Array;
  /** [n]. */
  readonly targets: Float32Array;
  readonly size: number;
  readonly length: number;
  readonly chance: Level;
}

/**
 * The adding problem: of T numbers in [0, 1) two are marked, one in each half; the answer is their sum. Who answers 1 always is
 * wrong by 1/6 in the mean square, the variance of the sum of two uniform numbers. Hochreiter counts |error| < 0.04 as right.
 *
 * @param n Number of sequences, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 * @see S. Hochreiter, J. Schmidhuber, Long short-term memory, 1997, experiment 4, with numbers in [0, 1) and their plain sum.
 */
export function adding(n: number, options: AddingOptions = {}): NumberTask {
  checkOptions("adding", options, ["length", "seed"]);
  const { length = 100, seed = 0 } = options;
  checkNumbers("adding", {
    length: [length, "integer in [2, 1000000)"],
    seed: [seed, "integer ≥ 0"],
  });
  checkExamples("adding", n, 2 * length);
  const bits = taskBits("adding", seed);
  const inputs = new Float32Array(n * length * 2);
  const targets = new Float32Array(n);
  const half = length >> 1;
  for (let i = 0; i < n; i++) {
    const numbers = random(bits, length);
    const marked = [integers(bits, 0, half), integers(bits, half, length)];
    for (let t = 0; t < length; t++) inputs[2 * (i * length + t)] = numbers[t]!;
    for (const t of marked) {
      inputs[2 * (i * length + t) + 1] = 1;
      targets[i]! += inputs[2 * (i * length + t)]!;
    }
  }
  const chance: Level = { measure: "squared error", value: 1 / 6, by: "the answer 1 to every sequence" };
  return { shape: "many-to-one", inputs, targets, size: n, length, chance };
}
