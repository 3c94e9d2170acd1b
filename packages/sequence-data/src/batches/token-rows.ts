import { checkNumbers, shown } from "@elbowjs/arguments";
import { hash32 } from "@elbowjs/samples";
import { type PaddedBatch, type PadOptions, padTokens } from "./padded-batch.js";

/** Token sequences of any lengths in one block of memory, gathered by their numbers into padded batches. */
export class TokenRows {
  /** Number of sequences. */
  readonly size: number;
  /** Tokens of each. */
  readonly lengths: Int32Array;
  readonly #tokens: Int32Array;
  readonly #starts: Float64Array;

  /**
   * @param sequences Tokens, integers ≥ 0, at least one per sequence.
   * @throws RangeError for an empty sequence or a token that is no such integer.
   */
  constructor(sequences: readonly ArrayLike<number>[]) {
    if (
      !Array.isArray(sequences) ||
      !sequences.every((sequence): boolean => Array.isArray(sequence) || ArrayBuffer.isView(sequence))
    )
      throw new TypeError(`TokenRows: expected sequences as an array of arrays, got ${shown(sequences)}`);
    this.size = sequences.length;
    this.lengths = Int32Array.from(sequences, ({ length }) => length);
    this.#starts = new Float64Array(this.size + 1);
    for (let i = 0; i < this.size; i++) this.#starts[i + 1] = this.#starts[i]! + this.lengths[i]!;
    this.#tokens = new Int32Array(this.#starts[this.size]!);
    sequences.forEach((sequence, i) => {
      if (sequence.length === 0)
        throw new RangeError(
          `TokenRows: expected sequences of at least one token, got none in sequence ${i}`,
        );
      for (let t = 0; t < sequence.length; t++)
        if (!(Number.isInteger(sequence[t]) && sequence[t]! >= 0 && sequence[t]! < 2 ** 31))
          throw new RangeError(
            `TokenRows: expected tokens to be integers in [0, 2147483648), got ${sequence[t]} in sequence ${i} at ${t}`,
          );
      this.#tokens.set(sequence, this.#starts[i]!);
    });
  }

  /**
   * Sequence i, a view.
   *
   * @throws RangeError if `i` is not an integer in [0, size).
   */
  row(i: number): Int32Array {
    if (!(Number.isInteger(i) && i >= 0 && i < this.size))
      checkNumbers("TokenRows.row", { i: [i, `integer in [0, ${this.size})`] });
    return this.#tokens.subarray(this.#starts[i]!, this.#starts[i + 1]!);
  }

  /**
   * What tells these sequences from others: `<size>x<tokens>:<hash of the lengths>:<hash of the tokens>`, for a training that goes
   * on later. It guards against a mix-up, not against an adversary.
   */
  fingerprint(): string {
    return `${this.size}x${this.#tokens.length}:${hash32(this.lengths)}:${hash32(this.#tokens)}`;
  }

  /**
   * The sequences of these numbers as a batch.
   *
   * @throws RangeError for a number outside [0, size), no numbers, or a sequence that is longer than `length`.
   */
  gather(rows: ArrayLike<number>, options: PadOptions = {}): PaddedBatch {
    return padTokens(
      Array.from(rows, (i) => this.row(i)),
      options,
    );
  }
}
