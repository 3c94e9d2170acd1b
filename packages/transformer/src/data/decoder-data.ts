import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { TokenRows } from "@elbowjs/sequence-data";
import { type BatchSource, stream } from "@elbowjs/training";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { arrangedByLength } from "./arrange-by-length.js";
import { type Labels, labelled } from "./labelled-tokens.js";
import { checkRow, checkRows, rectangle, type TokenRules } from "./token-batch.js";

/** A prompt, which is given, and the tokens behind it, which are to be learnt. */
export interface PromptedSequence {
  /** At least one token. */
  readonly prompt: ArrayLike<number>;
  /** At least one token; its end token too, if generation should end there. */
  readonly answer: ArrayLike<number>;
}

/** What a decoder learns from: one long text, sequences of at least two tokens, or prompts and answers. */
export type DecoderData = Int32Array | readonly ArrayLike<number>[] | readonly PromptedSequence[];

/** A batch: tokens [n, T] and the token behind each. */
export interface LabelledBatch extends Labels {
  readonly tokens: Tensor2D;
}

/** Checked data of a decoder. */
export interface DecoderRows {
  readonly size: number;
  fingerprint(): string;
  /** Tokens of each; undefined where all are about as long. */
  readonly lengths?: Int32Array;
  /** The row, one token longer than the batch will be, and its first token that counts as a label. */
  row(i: number): { readonly tokens: Int32Array; readonly from: number };
}

/** Sequences, or prompts and answers, checked. */
export function sequenceRows(caller: string, data: DecoderData, rules: TokenRules): DecoderRows {
  if (!Array.isArray(data))
    throw refusal(
      new TypeError(
        `${caller}: expected data as an Int32Array, an array of sequences or of { prompt, answer }, got ${shown(data)}`,
      ),
    );
  const from: number[] = [];
  const sequences = data.map((one: ArrayLike<number> | PromptedSequence, i) => {
    if (typeof one === "object" && one !== null && "prompt" in one) {
      checkRow(caller, `data[${i}].prompt`, one.prompt, rules.vocabulary);
      checkRow(caller, `data[${i}].answer`, one.answer, rules.vocabulary);
      from.push(one.prompt.length - 1);
      return Int32Array.from([...Array.from(one.prompt), ...Array.from(one.answer)]);
    }
    from.push(0);
    return one as ArrayLike<number>;
  });
  checkRows(caller, "data", sequences, { ...rules, context: rules.context + 1 });
  for (const [i, { length }] of sequences.entries())
    checkNumbers(caller, { [`data[${i}].length`]: [length, "integer ≥ 2"] });
  const rows = new TokenRows(sequences);
  return {
    size: rows.size,
    lengths: rows.lengths,
    fingerprint: () => rows.fingerprint(),
    row: (i) => ({ tokens: rows.row(i), from: from[i]! }),
  };
}

/** Windows of a text, one after another; the last one may be shorter. */
export function windowRows(
  caller: string,
  text: Int32Array,
  { vocabulary, context }: TokenRules,
): DecoderRows {
  checkText(caller, text, vocabulary);
  const whole = new TokenRows([text]);
  return {
    size: Math.ceil((text.length - 1) / context),
    fingerprint: () => whole.fingerprint(),
    row: (i) => ({
      tokens: text.subarray(i * context, Math.min(text.length, (i + 1) * context + 1)),
      from: 0,
    }),
  };
}

/** Rows as a batch. */
export function labelledBatch(
  rows: readonly { readonly tokens: Int32Array; readonly from: number }[],
): LabelledBatch {
  return {
    tokens: rectangle(rows.map(({ tokens }) => tokens.subarray(0, -1))),
    ...labelled(
      rows.map(({ tokens }) => tokens.subarray(1)),
      rows.map(({ from }) => from),
    ),
  };
}

/** Batches of sequences for a training. */
export function sequenceBatches(
  caller: string,
  data: DecoderData,
  rules: TokenRules,
): BatchSource<LabelledBatch> {
  const rows = sequenceRows(caller, data, rules);
  return {
    size: rows.size,
    fingerprint: () => rows.fingerprint(),
    arrange: (order, batchSize) => arrangedByLength(order, rows.lengths!, batchSize),
    take: (numbers) => labelledBatch(Array.from(numbers, (i) => rows.row(i))),
  };
}

/**
 * Batches of windows of a text, each at a place drawn for its step.
 *
 * @param windows of an epoch. Default: as many as cover the text once.
 */
export function textBatches(
  caller: string,
  text: Int32Array,
  rules: TokenRules,
  windows: number = Math.ceil((text.length - 1) / rules.context),
): BatchSource<LabelledBatch> {
  const { context, vocabulary } = rules;
  checkText(caller, text, vocabulary);
  checkNumbers(caller, { "text's length": [text.length, `integer ≥ ${context + 1}`] });
  const whole = new TokenRows([text]);
  return {
    size: windows,
    fingerprint: () => `${windows}:${whole.fingerprint()}`,
    take: (rows, { seed }) => {
      const starts = stream(seed, "order").integers(0, text.length - context, rows.length) as Float64Array;
      return labelledBatch(
        Array.from(starts, (start) => ({
          tokens: text.subarray(Number(start), Number(start) + context + 1),
          from: 0,
        })),
      );
    },
  };
}

function checkText(caller: string, text: Int32Array, vocabulary: number): void {
  checkRow(caller, "text", text, vocabulary);
  checkNumbers(caller, { "text's length": [text.length, "integer ≥ 2"] });
}
