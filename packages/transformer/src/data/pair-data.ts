import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { TokenRows } from "@elbowjs/sequence-data";
import type { BatchSource } from "@elbowjs/training";
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { arrangedByLength } from "./arrange-by-length.js";
import { type Labels, labelled } from "./labelled-tokens.js";
import { checkRow, checkRows, realTokens, rectangle } from "./token-batch.js";

/** A sequence and what it becomes, each of at least one token, without start and end tokens. */
export interface TokenPair {
  readonly source: ArrayLike<number>;
  readonly target: ArrayLike<number>;
}

/** A batch of pairs: the source, what the decoder sees, and what it should say. */
export interface PairBatch extends Labels {
  readonly source: Tensor2D;
  readonly sourcePadding: Tensor4D | undefined;
  readonly target: Tensor2D;
}

/** What {@link pairRows} and {@link pairBatch} need of a model's options. */
export interface PairRules {
  readonly vocabulary: { readonly source: number; readonly target: number };
  readonly context: { readonly source: number; readonly target: number };
  readonly padding: number;
  readonly start: number;
  readonly end: number;
}

/** Checked pairs. */
export interface PairRows {
  readonly sources: TokenRows;
  /** With start and end tokens. */
  readonly targets: TokenRows;
}

/** Refuses what are not pairs for a model, and puts start and end round the targets. */
export function pairRows(caller: string, pairs: readonly TokenPair[], rules: PairRules): PairRows {
  if (!Array.isArray(pairs))
    throw refusal(
      new TypeError(`${caller}: expected pairs as an array of { source, target }, got ${shown(pairs)}`),
    );
  checkNumbers(caller, { "number of pairs": [pairs.length, "integer ≥ 1"] });
  const { vocabulary, context, start, end } = rules;
  for (const [i, pair] of pairs.entries())
    if (typeof pair !== "object" || pair === null || !("source" in pair) || !("target" in pair))
      throw refusal(
        new TypeError(`${caller}: expected pairs[${i}] as { source, target }, got ${shown(pair)}`),
      );
  const sources = pairs.map(({ source }) => source);
  checkRows(caller, "source", sources, { vocabulary: vocabulary.source, context: context.source });
  const targets = pairs.map(({ target }, i) => {
    checkRow(caller, `target[${i}]`, target, vocabulary.target);
    return Int32Array.from([start, ...Array.from(target), end]);
  });
  checkRows(caller, "target", targets, { vocabulary: vocabulary.target, context: context.target + 1 });
  return { sources: new TokenRows(sources), targets: new TokenRows(targets) };
}

/** Some of the pairs as a batch. */
export function pairBatch(
  { sources, targets }: PairRows,
  rows: ArrayLike<number>,
  padding: number,
): PairBatch {
  const source = Array.from(rows, (i) => sources.row(i));
  const target = Array.from(rows, (i) => targets.row(i));
  return {
    source: rectangle(source, padding),
    sourcePadding: realTokens(source, padding),
    target: rectangle(
      target.map((row) => row.subarray(0, -1)),
      padding,
    ),
    ...labelled(target.map((row) => row.subarray(1))),
  };
}

/** Batches of pairs for a training. */
export function pairBatches(
  caller: string,
  pairs: readonly TokenPair[],
  rules: PairRules,
): BatchSource<PairBatch> {
  const checked = pairRows(caller, pairs, rules);
  return {
    size: checked.sources.size,
    fingerprint: () => `${checked.sources.fingerprint()}:${checked.targets.fingerprint()}`,
    arrange: (order, batchSize) => {
      const { lengths } = checked.targets;
      const sum = Int32Array.from(checked.sources.lengths, (length, i) => length + lengths[i]!);
      return arrangedByLength(order, sum, batchSize);
    },
    take: (rows) => pairBatch(checked, rows, rules.padding),
  };
}
