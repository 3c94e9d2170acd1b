import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";

/** Sequences of different lengths as one rectangle. */
export interface PaddedBatch {
  /** [n, T] tokens, row by row; `padding` behind the end of each. */
  readonly tokens: Int32Array;
  /** [n, T], 1 where a token is real and 0 where it is padding. */
  readonly mask: Float32Array;
  /** Tokens of each row that are real. */
  readonly lengths: Int32Array;
  /** n and T. */
  readonly shape: readonly [n: number, steps: number];
}

/** Tokens of a batch at most: 1 GiB of them, and as much for the mask. */
const mostTokens = 2 ** 28;

/** Options of {@link padTokens}. */
export interface PadOptions {
  /** The token that fills up, an integer ≥ 0. Default 0. */
  readonly padding?: number | undefined;
  /** T, at least the longest sequence. Default: the longest. */
  readonly length?: number | undefined;
}

/**
 * Fills sequences up to one length.
 *
 * @throws RangeError for no sequences, an empty one, or one that is longer than `length`.
 */
export function padTokens(sequences: readonly ArrayLike<number>[], options: PadOptions = {}): PaddedBatch {
  checkOptions("padTokens", options, ["padding", "length"]);
  checkKinds("padTokens", { sequences: [sequences, ["numbers"]] });
  const { padding = 0, length } = options;
  checkNumbers("padTokens", {
    sequences: [sequences.length, "integer ≥ 1"],
    padding: [padding, "integer ≥ 0"],
    length: [length, "integer ≥ 1 or undefined"],
  });
  const lengths = Int32Array.from(sequences, (sequence, i) => {
    if (!(sequence.length >= 1))
      throw new RangeError(`padTokens: expected sequences of at least one token, got none in sequence ${i}`);
    return sequence.length;
  });
  const longest = lengths.reduce((a, b) => Math.max(a, b), 1);
  const steps = length ?? longest;
  if (longest > steps)
    throw new RangeError(
      `padTokens: expected sequences of at most ${steps} tokens, got ${longest} in sequence ${lengths.indexOf(longest)}`,
    );
  if (sequences.length * steps > mostTokens)
    throw new RangeError(
      `padTokens: expected at most ${mostTokens} tokens in a batch, got ${sequences.length} × ${steps}`,
    );
  const tokens = new Int32Array(sequences.length * steps).fill(padding);
  const mask = new Float32Array(sequences.length * steps);
  sequences.forEach((sequence, i) => {
    tokens.set(sequence, i * steps);
    mask.fill(1, i * steps, i * steps + sequence.length);
  });
  return { tokens, mask, lengths, shape: [sequences.length, steps] };
}
