import { checkNumbers } from "@elbowjs/arguments";
import { PCG64 } from "@elbowjs/numpy-random";
import type { TokenRows } from "../batches/token-rows.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";

/** How a task's inputs and targets stand to each other. */
export type TaskShape = "many-to-one" | "one-to-many" | "synchronous" | "asynchronous";

/** What can be reached without solving a task, or at best. */
export interface Level {
  /** Share of right answers, mean square of the error, or mean cross-entropy per step. */
  readonly measure: "accuracy" | "squared error" | "nats per step";
  readonly value: number;
  /** Who reaches it. */
  readonly by: string;
}

/** Tokens in, tokens out. */
export interface TokenTask {
  readonly shape: TaskShape;
  readonly inputs: TokenRows;
  /** As long as `inputs` for a synchronous task; one token each for many-to-one. */
  readonly targets: TokenRows;
  /** Tokens of the inputs. */
  readonly vocabulary: Vocabulary;
  /** Tokens of the targets; the inputs' own unless said otherwise. */
  readonly answers: Vocabulary;
  /** What a network without memory, or one that guesses, reaches. */
  readonly chance: Level;
}

/** Options that every drawn task has. */
export interface TaskOptions {
  /** Which examples, an integer in [0, 2⁵³): another seed for the test than for training. Default 0. */
  readonly seed?: number | undefined;
}

/** Tokens, or numbers, that a task holds in memory at most: 1 GiB of them. */
const mostTokens = 2 ** 28;

/**
 * Refuses more examples than memory holds, before any is drawn.
 *
 * @param steps Tokens per example.
 */
export function checkExamples(caller: string, n: number, steps: number): void {
  checkNumbers(caller, { n: [n, "integer in [1, 1048576]"] });
  if (n * steps > mostTokens)
    throw new RangeError(
      `${caller}: expected n of at most ${Math.floor(mostTokens / steps)} for examples of ${steps} steps, got ${n}`,
    );
}

const tasks = [
  "adding",
  "temporal order",
  "copying",
  "Reber",
  "sorting",
  "addition",
  "reversing",
  "parity",
] as const;

/** The random numbers of one task: no two tasks of one seed draw the same. */
export function taskBits(task: (typeof tasks)[number], seed: number): PCG64 {
  return new PCG64([seed, tasks.indexOf(task)]);
}
