import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { RecurrentCell } from "@elbowjs/backend/fused";
import { cellNames, checkHidden } from "../network/network-options.js";

/** Options of `Seq2Seq.create`. */
export interface Seq2SeqOptions {
  /** Default `lstm`. */
  readonly cell?: RecurrentCell | undefined;
  /** Tokens of the input's vocabulary; an integer ≥ 1. */
  readonly sources: number;
  /** Tokens of the output's vocabulary; an integer ≥ 1. */
  readonly targets: number;
  /** The output's token that ends it, an integer in [0, targets). */
  readonly end: number;
  /** Width of the learnt vector for each token, an integer ≥ 1. Default 32. */
  readonly embedding?: number | undefined;
  /** Units of each layer, of the encoder as of the decoder. Default [64]. */
  readonly hidden?: readonly number[] | undefined;
  /** Whether the decoder also looks at all outputs of the encoder, and not only at its last state. Default false. */
  readonly attention?: boolean | undefined;
  /** Steps of a sequence at most, an integer ≥ 1. Default 1,000. */
  readonly maxSteps?: number | undefined;
  /** Where the first weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number | undefined;
}

/** The options with every default. */
export type CompleteSeq2SeqOptions = Required<{
  [Key in keyof Seq2SeqOptions]: NonNullable<Seq2SeqOptions[Key]>;
}>;

const names = ["cell", "sources", "targets", "end", "embedding", "hidden", "attention", "maxSteps", "seed"];

/** @throws RangeError or TypeError if an option is outside its range or kind, or does not exist. */
export function completeSeq2SeqOptions(caller: string, options: Seq2SeqOptions): CompleteSeq2SeqOptions {
  checkOptions(caller, options ?? null, names);
  const { cell = "lstm", sources, targets, end, embedding = 32, hidden = [64] } = options;
  const { attention = false, maxSteps = 1000, seed = 0 } = options;
  checkChoices(caller, { cell: [cell, cellNames] });
  checkHidden(caller, hidden);
  checkKinds(caller, { attention: [attention, "boolean"] });
  checkNumbers(caller, {
    sources: [sources, "integer in [1, 65536]"],
    targets: [targets, "integer in [1, 65536]"],
    embedding: [embedding, "integer in [1, 65536]"],
    maxSteps: [maxSteps, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
  });
  checkNumbers(caller, { end: [end, `integer in [0, ${targets})`] });
  return { cell, sources, targets, end, embedding, hidden: [...hidden], attention, maxSteps, seed };
}
