import { type PaddedBatch, padTokens } from "@elbowjs/sequence-data";
import { type Tensor, type Tensor1D, tensor1d, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import { type LayerInput, lengthsTensor } from "../network/recurrent-layer.js";
import { tokenInput, vectorInput } from "../network/sequence-input.js";
import type { CheckedData, SequenceShape } from "./sequence-data.js";

type NumberRows = Extract<CheckedData, { kind: "numbers" }>;

/** One batch: what the first layer reads, and what is to be told where. */
export interface SequenceBatch {
  readonly input: LayerInput;
  readonly lengths?: Tensor1D;
  /** Which of the T · n outputs have a target, t · n + row. Default: all. */
  readonly at?: Tensor1D;
  /** Classes, or numbers [targets, outputs]. */
  readonly targets: Tensor;
  readonly isNumbers: boolean;
  /** Whether the state of the batch before is kept. */
  readonly continues: boolean;
}

/** Rows of tokens as one batch before it becomes tensors: what is read, and what is told where. */
export interface TokenPlan {
  readonly padded: PaddedBatch;
  /** From this step on a row reads what was written. */
  readonly sources: readonly number[];
  readonly answers: readonly Int32Array[];
  readonly shape: SequenceShape;
}

/**
 * The plan of some rows. A row that writes reads its source, then its targets but the last, moved by `fed` into the inputs'
 * numbers: with as many inputs as outputs they are the same tokens; with more, the outputs are the last of them.
 */
export function tokenPlan(
  { inputs, targets, shape }: Extract<CheckedData, { kind: "tokens" }>,
  rows: ArrayLike<number>,
  fed: number,
): TokenPlan {
  const answers = Array.from(rows, (row) => targets.row(row));
  const sources = Array.from(rows, (row) => inputs.row(row));
  if (shape === "synchronous" || shape === "many-to-one")
    return { padded: padTokens(sources), sources: sources.map(({ length }) => length), answers, shape };
  const whole = sources.map((source, i) => {
    const written = answers[i]!.subarray(0, -1).map((token) => token + fed);
    const row = new Int32Array(source.length + written.length);
    row.set(source);
    row.set(written, source.length);
    return row;
  });
  return { padded: padTokens(whole), sources: sources.map(({ length }) => length), answers, shape };
}

/** Step of the first target of a row. */
const firstTarget = ({ shape, sources }: TokenPlan, row: number): number =>
  shape === "synchronous" ? 0 : sources[row]! - 1;

/** The numbers t · n + row of all targets, row by row. */
export function targetPlaces(plan: TokenPlan): Int32Array {
  const n = plan.answers.length;
  return Int32Array.from(
    plan.answers.flatMap((answer, row) =>
      Array.from(answer, (_, k) => (firstTarget(plan, row) + k) * n + row),
    ),
  );
}

/** A plan as tensors. */
export function tokenBatch(plan: TokenPlan): SequenceBatch {
  const { padded, answers } = plan;
  const [n, steps] = padded.shape;
  const isPadded = padded.lengths.some((length) => length < steps);
  return {
    input: tokenInput(padded.tokens, [n, steps]),
    ...(isPadded && { lengths: lengthsTensor(padded.lengths) }),
    at: tensor1d(targetPlaces(plan), "int32"),
    targets: tensor1d(Int32Array.from(answers.flatMap((answer) => [...answer])), "int32"),
    isNumbers: false,
    continues: false,
  };
}

/** Rows of vectors with numbers as targets; of rows of several lengths, as long as the longest among them. */
export function numberBatch(data: NumberRows, rows: ArrayLike<number>): SequenceBatch {
  const { inputs, targets, size, length, shape } = data;
  const [wide, deep] = [inputs.length / size, targets.length / size];
  const [n, features] = [rows.length, wide / length];
  const lengths = Array.from(rows, (row) => data.lengths?.[row] ?? length);
  const steps = Math.max(...lengths);
  const outputs = shape === "synchronous" ? deep / length : deep;
  const told = lengths.map((own) => numbersTold(data, own));
  const x = new Float32Array(n * steps * features);
  const y = new Float32Array(told.reduce((sum, count) => sum + count, 0) * outputs);
  const places = new Int32Array(y.length / outputs);
  let at = 0;
  lengths.forEach((own, i) => {
    const row = rows[i]!;
    x.set(inputs.subarray(row * wide, row * wide + own * features), i * steps * features);
    y.set(targets.subarray(row * deep, row * deep + told[i]! * outputs), at * outputs);
    for (let k = 0; k < told[i]!; k++) places[at++] = (own - told[i]! + k) * n + i;
  });
  const given = tensor3d(x, [n, steps, features]);
  const input = vectorInput(given);
  given.dispose();
  return {
    input,
    ...(lengths.some((own) => own < steps) && { lengths: lengthsTensor(lengths) }),
    at: tensor1d(places, "int32"),
    targets: tensor2d(y, [places.length, outputs]),
    isNumbers: true,
    continues: false,
  };
}

/** Steps of a row at which something is told. */
export const numbersTold = ({ shape }: Pick<NumberRows, "shape">, length: number): number =>
  shape === "synchronous" ? length : 1;

/** A window of a text: [n, T] tokens and those after them. */
export function textBatch(
  tokens: Int32Array,
  {
    start,
    run,
    n,
    steps,
  }: { readonly start: number; readonly run: number; readonly n: number; readonly steps: number },
): SequenceBatch {
  const inputs = new Int32Array(n * steps);
  const targets = new Int32Array(n * steps);
  for (let i = 0; i < n; i++)
    for (let t = 0; t < steps; t++) {
      inputs[i * steps + t] = tokens[i * run + start + t]!;
      targets[t * n + i] = tokens[i * run + start + t + 1]!; // time first, as the outputs are
    }
  return {
    input: tokenInput(inputs, [n, steps]),
    targets: tensor1d(targets, "int32"),
    isNumbers: false,
    continues: start > 0,
  };
}
