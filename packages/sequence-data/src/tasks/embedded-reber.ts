import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { integers, type PCG64 } from "@elbowjs/numpy-random";
import { TokenRows } from "../batches/token-rows.js";
import { Vocabulary } from "../vocabulary/vocabulary.js";
import { checkExamples, type Level, type TaskOptions, type TokenTask, taskBits } from "./task.js";

/** Strings of a grammar, read letter by letter. */
export interface GrammarTask extends TokenTask {
  /** For each string, [T, letters]: 1 where the grammar allows the letter as the next one. */
  readonly allowed: readonly Uint8Array[];
  /** What a network reaches that knows the grammar. */
  readonly floor: Level;
}

/** What Reber's grammar allows in each of its states: the letter, and the state it leads to. */
const grammar: readonly (readonly (readonly [letter: string, next: number])[])[] = [
  [["B", 1]],
  [
    ["T", 2],
    ["P", 3],
  ],
  [
    ["S", 2],
    ["X", 4],
  ],
  [
    ["T", 3],
    ["V", 5],
  ],
  [
    ["X", 3],
    ["S", 6],
  ],
  [
    ["P", 4],
    ["V", 6],
  ],
  [["E", 7]],
];

/**
 * The embedded Reber grammar: B, then T or P, a string of Reber's grammar, the same T or P again, E; after each letter the next
 * is to be told. The last but one depends on the second, however long the string between: without memory it is right half the
 * time. A network that knows the grammar pays ln 2 wherever two letters are possible, 7 times in 11 steps on average: 0.441
 * nats per step.
 *
 * @param n Number of strings, an integer in [1, 2²⁰]; together they have at most 2²⁸ tokens.
 * @throws TypeError or RangeError for an argument.
 * @see S. Hochreiter, J. Schmidhuber, Long short-term memory, 1997, experiment 1, figures 3 and 4.
 */
export function embeddedReber(n: number, options: TaskOptions = {}): GrammarTask {
  checkOptions("embeddedReber", options, ["seed"]);
  const { seed = 0 } = options;
  checkNumbers("embeddedReber", { seed: [seed, "integer ≥ 0"] });
  checkExamples("embeddedReber", n, 12);
  const bits = taskBits("Reber", seed);
  const vocabulary = Vocabulary.of("BEPSTVX");
  const strings = Array.from({ length: n }, () => embeddedString(bits));
  const encoded = strings.map(({ text }) => vocabulary.encode(text));
  return {
    shape: "synchronous",
    inputs: new TokenRows(encoded.map((tokens) => tokens.subarray(0, -1))),
    targets: new TokenRows(encoded.map((tokens) => tokens.subarray(1))),
    vocabulary,
    answers: vocabulary,
    allowed: strings.map(({ choices }) => {
      const rows = new Uint8Array(choices.length * vocabulary.size);
      choices.forEach((letters, t) => {
        for (const token of vocabulary.encode(letters)) rows[t * vocabulary.size + token] = 1;
      });
      return rows;
    }),
    chance: {
      measure: "accuracy",
      value: 1 / 2,
      by: "a network that has forgotten the second letter, at the last but one",
    },
    floor: {
      measure: "nats per step",
      value: (7 * Math.LN2) / 11,
      by: "a network that knows the grammar, over all steps of many strings",
    },
  };
}

/** A string, and after each of its letters but the last those that may follow. */
function embeddedString(bits: PCG64): { readonly text: string; readonly choices: readonly string[] } {
  const outer = "TP"[integers(bits, 0, 2)]!;
  let text = `B${outer}`;
  const choices = ["TP", "B"];
  for (let state = 0; state < grammar.length; ) {
    const arrows = grammar[state]!;
    const [letter, next] = arrows[arrows.length === 1 ? 0 : integers(bits, 0, 2)]!;
    text += letter;
    choices.push(grammar[next]?.map(([other]) => other).join("") ?? outer);
    state = next;
  }
  return { text: `${text}${outer}E`, choices: [...choices, "E"] };
}
