import { checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";

/** A batch for truncated backpropagation through time. The arrays are the batch's own. */
export interface TextBatch {
  /** [n, T] tokens. */
  readonly inputs: Int32Array;
  /** [n, T]: the token after each of `inputs`. */
  readonly targets: Int32Array;
  /** n and T. */
  readonly shape: readonly [n: number, steps: number];
  /** Whether row i goes on where row i of the batch before ended: then the state is kept, else it starts anew. */
  readonly continues: boolean;
}

/** Options of {@link textBatches}. */
export interface TextBatchOptions {
  /** n, places of the text that are read side by side, an integer ≥ 1. Default 50. */
  readonly batchSize?: number | undefined;
  /** T, tokens per row, an integer ≥ 1. Default 50. */
  readonly steps?: number | undefined;
}

/** Options of {@link streamTextBatches}. */
export interface StreamTextOptions extends TextBatchOptions {
  /** Tokens held in memory at once, an integer ≥ n · T + 1. Default 2²⁰; a text of fewer is read as `textBatches` does. */
  readonly block?: number | undefined;
}

/**
 * Cuts a text into n runs of equal length, side by side, and these into batches of T steps: row i of every batch goes on where
 * row i of the one before ended, so that a network's state can be kept. What is left behind the last whole batch is not read.
 *
 * @throws TypeError or RangeError for an option, or for a text of fewer than n · T + 1 tokens.
 */
export function* textBatches(
  tokens: Int32Array,
  options: TextBatchOptions = {},
): Generator<TextBatch, void, undefined> {
  checkOptions("textBatches", options, ["batchSize", "steps"]);
  const { batchSize, steps } = checked("textBatches", options);
  checkKinds("textBatches", { tokens: [tokens, "numbers"] });
  if (tokens.length < batchSize * steps + 1)
    throw new RangeError(
      `textBatches: expected at least ${batchSize * steps + 1} tokens, batchSize · steps + 1, got ${tokens.length}`,
    );
  yield* blockBatches(tokens, batchSize, steps);
}

/**
 * The batches of a text that may be larger than memory: block by block, each as `textBatches` cuts it. `continues` is false at
 * the first batch of a block.
 *
 * @param chunks Runs of tokens, as `streamTokens` gives them.
 * @throws TypeError or RangeError for an option, or for a text of fewer than n · T + 1 tokens.
 */
export async function* streamTextBatches(
  chunks: AsyncIterable<Int32Array> | Iterable<Int32Array>,
  options: StreamTextOptions = {},
): AsyncGenerator<TextBatch, void, undefined> {
  checkOptions("streamTextBatches", options, ["batchSize", "steps", "block"]);
  const { batchSize, steps } = checked("streamTextBatches", options);
  const least = batchSize * steps + 1;
  const { block = Math.max(2 ** 20, least) } = options;
  checkNumbers("streamTextBatches", { block: [block, `integer in [${least}, 2147483648)`] });
  if (
    !(
      typeof chunks === "object" &&
      chunks !== null &&
      (Symbol.asyncIterator in chunks || Symbol.iterator in chunks)
    )
  )
    throw refusal(new TypeError(`streamTextBatches: expected chunks as an iterable, got ${shown(chunks)}`));
  let held = new Int32Array(Math.min(block, 2 ** 16));
  let count = 0;
  let seen = 0;
  for await (const chunk of chunks) {
    if (!(chunk instanceof Int32Array))
      throw refusal(
        new TypeError(`streamTextBatches: expected chunks of tokens as Int32Array, got ${shown(chunk)}`),
      );
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.subarray(at, at + block - count);
      if (count + taken.length > held.length) held = grown(held, Math.min(block, 2 * (count + taken.length)));
      held.set(taken, count);
      count += taken.length;
      seen += taken.length;
      at += taken.length;
      if (count < block) continue;
      yield* blockBatches(held, batchSize, steps);
      held[0] = held[count - 1]!; // the last target is the next block's first input
      count = 1;
    }
  }
  if (seen < least)
    throw new RangeError(
      `streamTextBatches: expected at least ${least} tokens, batchSize · steps + 1, got ${seen}`,
    );
  if (count >= least) yield* blockBatches(held.subarray(0, count), batchSize, steps);
}

function checked(
  caller: string,
  { batchSize = 50, steps = 50 }: TextBatchOptions,
): { readonly batchSize: number; readonly steps: number } {
  checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1"], steps: [steps, "integer ≥ 1"] });
  return { batchSize, steps };
}

function* blockBatches(tokens: Int32Array, n: number, steps: number): Generator<TextBatch> {
  const run = Math.floor((tokens.length - 1) / n);
  for (let start = 0; start + steps <= run; start += steps) {
    const inputs = new Int32Array(n * steps);
    const targets = new Int32Array(n * steps);
    for (let i = 0; i < n; i++) {
      const from = i * run + start;
      inputs.set(tokens.subarray(from, from + steps), i * steps);
      targets.set(tokens.subarray(from + 1, from + 1 + steps), i * steps);
    }
    yield { inputs, targets, shape: [n, steps], continues: start > 0 };
  }
}

function grown(held: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(held);
  return larger;
}
