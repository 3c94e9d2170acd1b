import { refusal, shown } from "@elbowjs/arguments";
import { padTokens, TokenRows } from "@elbowjs/sequence-data";
import { checkSteps, checkTokens } from "../network/sequence-input.js";
import type { TokenPlan } from "../training/sequence-batch.js";
import type { CompleteSeq2SeqOptions } from "./seq2seq-options.js";

/** Pairs of sequences; every row of targets ends with the end token. */
export interface Seq2SeqData {
  readonly inputs: TokenRows;
  readonly targets: TokenRows;
}

/** Checks pairs at the door. */
export function checkPairs(caller: string, data: Seq2SeqData, options: CompleteSeq2SeqOptions): void {
  const { inputs, targets } = (data ?? {}) as Partial<Seq2SeqData>;
  if (!(inputs instanceof TokenRows) || !(targets instanceof TokenRows))
    throw refusal(
      new TypeError(`${caller}: expected data as { inputs, targets } of TokenRows, got ${shown(data)}`),
    );
  if (inputs.size !== targets.size || inputs.size === 0)
    throw refusal(
      new RangeError(
        `${caller}: expected one row of targets per row of inputs, got ${inputs.size} and ${targets.size}`,
      ),
    );
  for (let i = 0; i < inputs.size; i++) {
    checkTokens(caller, inputs.row(i), options.sources, `inputs of row ${i}`);
    checkTokens(caller, targets.row(i), options.targets, `targets of row ${i}`);
    checkSteps(caller, Math.max(inputs.lengths[i]!, targets.lengths[i]!), options.maxSteps);
    if (targets.row(i).at(-1) !== options.end)
      throw refusal(
        new RangeError(
          `${caller}: expected targets that end with the end token ${options.end}, got ${targets.row(i).at(-1)} at the end of row ${i}; encode them with { end: true }`,
        ),
      );
  }
}

/** What the decoder reads for some rows: a start, which is the token behind the vocabulary, then the targets but the last. */
export function decoderPlan(targets: TokenRows, rows: ArrayLike<number>, start: number): TokenPlan {
  const answers = Array.from(rows, (row) => targets.row(row));
  const read = answers.map((answer) => [start, ...answer.subarray(0, -1)]);
  return { padded: padTokens(read), sources: answers.map(() => 1), answers, shape: "asynchronous" };
}
