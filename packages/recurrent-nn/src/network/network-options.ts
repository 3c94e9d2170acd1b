import { checkChoices, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import type { RecurrentCell } from "@elbowjs/backend/fused";

/** Options of `RecurrentNetwork.create`. */
export interface RecurrentNetworkOptions {
  /**
   * `rnn`: s_t = tanh(U x_t + W s_{t−1} + b). `lstm`: gates that read the output before. `peephole-lstm`: they read the cell before,
   * too. Default `lstm`.
   */
  readonly cell?: RecurrentCell | undefined;
  /** Numbers of x_t, or tokens there are; an integer ≥ 1. */
  readonly inputs: number;
  /** Units of each layer of the stack, the lowest first; integers ≥ 1. Default [128]. */
  readonly hidden?: readonly number[] | undefined;
  /** Numbers of y_t, or classes; an integer ≥ 1. Default: as many as inputs. */
  readonly outputs?: number | undefined;
  /** Width of a learnt vector for each token, an integer ≥ 1. Default: none, tokens are one-hot. */
  readonly embedding?: number | undefined;
  /** Added to the first bias of the forget gates: 1 begins with remembering. Any finite number. Default 0, PyTorch's. */
  readonly forgetBias?: number | undefined;
  /** Steps of a sequence at most, an integer ≥ 1: longer ones are refused. Default 100,000. */
  readonly maxSteps?: number | undefined;
  /** Where the first weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number | undefined;
}

/** The options with every default. */
export interface CompleteNetworkOptions {
  readonly cell: RecurrentCell;
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly embedding?: number;
  readonly forgetBias: number;
  readonly maxSteps: number;
  readonly seed: number;
}

export const cellNames: readonly RecurrentCell[] = ["rnn", "lstm", "peephole-lstm"];

const names = ["cell", "inputs", "hidden", "outputs", "embedding", "forgetBias", "maxSteps", "seed"];

/** A layer of more units, or a table of more tokens, than this is a slip. */
const most = 65536;

/** @throws RangeError or TypeError if an option is outside its range or kind, or does not exist. */
export function completeNetworkOptions(
  caller: string,
  options: RecurrentNetworkOptions,
): CompleteNetworkOptions {
  checkOptions(caller, options ?? null, names);
  const { cell = "lstm", inputs, hidden = [128], outputs = inputs, embedding } = options;
  const { forgetBias = 0, maxSteps = 100_000, seed = 0 } = options;
  checkChoices(caller, { cell: [cell, cellNames] });
  checkHidden(caller, hidden);
  checkNumbers(caller, {
    inputs: [inputs, `integer in [1, ${most}]`],
    outputs: [outputs, `integer in [1, ${most}]`],
    embedding: [embedding, `integer in [1, ${most}] or undefined`],
    forgetBias: [forgetBias, "finite"],
    maxSteps: [maxSteps, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
  });
  const rest = embedding === undefined ? {} : { embedding };
  return { cell, inputs, hidden: [...hidden], outputs, ...rest, forgetBias, maxSteps, seed };
}

/** Refuses what is no list of layers. */
export function checkHidden(caller: string, hidden: readonly number[]): void {
  if (!Array.isArray(hidden) || hidden.length === 0 || hidden.length > 64)
    throw refusal(
      new RangeError(
        `${caller}: expected hidden to be the units of 1 to 64 layers, got ${Array.isArray(hidden) ? `[${hidden.slice(0, 5).map(shown)}]` : shown(hidden)}`,
      ),
    );
  hidden.forEach((units, i) => {
    checkNumbers(caller, { [`hidden[${i}]`]: [units, `integer in [1, ${most}]`] });
  });
}
