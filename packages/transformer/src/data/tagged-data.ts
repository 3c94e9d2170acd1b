import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { TokenRows } from "@elbowjs/sequence-data";
import type { BatchSource } from "@elbowjs/training";
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { arrangedByLength } from "./arrange-by-length.js";
import { type Labels, labelled } from "./labelled-tokens.js";
import { checkRow, checkRows, realTokens, rectangle } from "./token-batch.js";

/** A sequence and a class for each of its tokens. */
export interface LabelledRow {
  readonly tokens: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** A batch of labelled rows. */
export interface TaggedBatch extends Labels {
  readonly tokens: Tensor2D;
  readonly padding: Tensor4D | undefined;
}

/** What {@link taggedRows} needs of a model's options. */
export interface TaggedRules {
  readonly vocabulary: number;
  readonly context: number;
  readonly outputs: number;
  readonly padding?: number | undefined;
}

/** Checked rows. */
export interface TaggedRows {
  readonly tokens: TokenRows;
  readonly labels: TokenRows;
}

/** Refuses what are not rows of tokens with as many classes. */
export function taggedRows(caller: string, rows: readonly LabelledRow[], rules: TaggedRules): TaggedRows {
  if (!Array.isArray(rows))
    throw refusal(
      new TypeError(`${caller}: expected rows as an array of { tokens, labels }, got ${shown(rows)}`),
    );
  checkNumbers(caller, { "number of rows": [rows.length, "integer ≥ 1"] });
  for (const [i, row] of rows.entries())
    if (typeof row !== "object" || row === null || !("tokens" in row) || !("labels" in row))
      throw refusal(new TypeError(`${caller}: expected rows[${i}] as { tokens, labels }, got ${shown(row)}`));
  const tokens = rows.map((row) => row.tokens);
  checkRows(caller, "tokens", tokens, rules);
  const labels = rows.map((row) => row.labels);
  for (const [i, row] of labels.entries()) {
    checkRow(caller, `labels[${i}]`, row, rules.outputs);
    if (row.length !== tokens[i]!.length)
      throw refusal(
        new RangeError(
          `${caller}: expected labels[${i}] of as many classes as tokens, ${tokens[i]!.length}, got ${row.length}`,
        ),
      );
  }
  return { tokens: new TokenRows(tokens), labels: new TokenRows(labels) };
}

/** Some of the rows as a batch. */
export function taggedBatch(
  { tokens, labels }: TaggedRows,
  rows: ArrayLike<number>,
  padding: number | undefined,
): TaggedBatch {
  const taken = Array.from(rows, (i) => tokens.row(i));
  return {
    tokens: rectangle(taken, padding),
    padding: realTokens(taken, padding),
    ...labelled(Array.from(rows, (i) => labels.row(i))),
  };
}

/** Batches of labelled rows for a training. */
export function taggedBatches(
  caller: string,
  rows: readonly LabelledRow[],
  rules: TaggedRules,
): BatchSource<TaggedBatch> {
  const checked = taggedRows(caller, rows, rules);
  return {
    size: checked.tokens.size,
    fingerprint: () => `${checked.tokens.fingerprint()}:${checked.labels.fingerprint()}`,
    arrange: (order, batchSize) => arrangedByLength(order, checked.tokens.lengths, batchSize),
    take: (numbers) => taggedBatch(checked, numbers, rules.padding),
  };
}
