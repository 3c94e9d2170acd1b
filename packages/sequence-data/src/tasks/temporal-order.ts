import { checkChoices, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { integers } from "@elbowjs/numpy-random";
import { TokenRows } from "../batches/token-rows.js";
import { Vocabulary } from "../vocabulary/vocabulary.js";
import { checkExamples, type TaskOptions, type TokenTask, taskBits } from "./task.js";

/** Options of {@link temporalOrder}. */
export interface TemporalOrderOptions extends TaskOptions {
  /** Steps of a sequence, an integer ≥ 10. Default 100. */
  readonly length?: number | undefined;
  /** How many X or Y are among them, 2 or 3. Default 3. */
  readonly symbols?: 2 | 3 | undefined;
}

/** Where X and Y stand, as shares of the length. */
const places: Readonly<Record<2 | 3, readonly (readonly [from: number, to: number])[]>> = {
  2: [
    [0.1, 0.2],
    [0.5, 0.6],
  ],
  3: [
    [0.1, 0.2],
    [0.33, 0.43],
    [0.66, 0.76],
  ],
};

/**
 * Temporal order: between E and B stand the letters a to d, which say nothing, and two or three X or Y at random places; the
 * answer is which came in which order, one of 4 or 8 classes (XX, XY, … as A, B, …). Chance is 1/4 or 1/8.
 *
 * @param n Number of sequences, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 * @see S. Hochreiter, J. Schmidhuber, Long short-term memory, 1997, experiments 6a and 6b, of one length.
 */
export function temporalOrder(n: number, options: TemporalOrderOptions = {}): TokenTask {
  checkOptions("temporalOrder", options, ["length", "symbols", "seed"]);
  const { length = 100, symbols = 3, seed = 0 } = options;
  checkNumbers("temporalOrder", {
    length: [length, "integer in [10, 1000000)"],
    seed: [seed, "integer ≥ 0"],
  });
  checkChoices("temporalOrder", { symbols: [symbols, [2, 3]] });
  checkExamples("temporalOrder", n, length);
  const bits = taskBits("temporal order", seed);
  const vocabulary = Vocabulary.of("EBabcdXY");
  const answers = Vocabulary.of("ABCDEFGH".slice(0, 2 ** symbols));
  const inputs: Int32Array[] = [];
  const targets: Int32Array[] = [];
  for (let i = 0; i < n; i++) {
    const letters = Array.from(integers(bits, 0, 4, length), (letter) => "abcd"[letter]!);
    letters[0] = "E";
    letters[length - 1] = "B";
    let order = 0;
    for (const [from, to] of places[symbols]) {
      const first = Math.max(1, Math.floor(from * length));
      const isY = integers(bits, 0, 2);
      letters[integers(bits, first, Math.max(first + 1, Math.floor(to * length)))] = "XY"[isY]!;
      order = 2 * order + isY;
    }
    inputs.push(vocabulary.encode(letters.join("")));
    targets.push(Int32Array.of(order));
  }
  return {
    shape: "many-to-one",
    inputs: new TokenRows(inputs),
    targets: new TokenRows(targets),
    vocabulary,
    answers,
    chance: { measure: "accuracy", value: 2 ** -symbols, by: "a guess" },
  };
}
