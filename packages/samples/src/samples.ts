import type { Labels } from "./labels.js";

/** What samples have besides their values. */
export interface SampleParts {
  /** Shape of one sample: `[height, width]`, `[height, width, channels]`, `[features]`. */
  readonly shape: readonly number[];
  /** The class of each sample. Default: none. */
  readonly labels?: Labels | undefined;
  /** Number of classes, where it is known. Default: unknown. */
  readonly classes?: number | undefined;
}

interface Rows<Self> {
  /** Number of samples. */
  readonly size: number;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Numbers per sample, the product of `shape`. */
  readonly features: number;
  /** The class of each sample, undefined without labels. */
  readonly labels: Labels | undefined;
  /** Number of classes, undefined where it is not known. */
  readonly classes: number | undefined;
  /**
   * The samples of these numbers, one after another.
   *
   * @param rows Numbers in [0, size), any number of them, in any order.
   * @param out Where to write, at least rows.length × features values; what is beyond stays. Default: a new array.
   * @returns `out`.
   * @throws RangeError for a number outside [0, size), or an `out` that is too short.
   */
  gather(rows: ArrayLike<number>, out?: Float32Array): Float32Array;
  /**
   * Samples `start` … `end` − 1 in their own order, one after another: `gather` without a list of numbers.
   *
   * @throws RangeError unless 0 ≤ start ≤ end ≤ size, or for an `out` that is too short.
   */
  slice(start: number, end: number, out?: Float32Array): Float32Array;
  /**
   * The samples of these numbers as samples of their own, with their labels; values are shared, not copied.
   *
   * @throws RangeError for a number outside [0, size).
   */
  subset(rows: ArrayLike<number>): Self;
  /**
   * The same samples in another shape of as many numbers.
   *
   * @throws RangeError if the numbers differ.
   */
  reshape(shape: readonly number[]): Self;
  /**
   * The same samples with other labels, or with none.
   *
   * @param classes Number of classes. Default: unknown.
   * @throws RangeError if there is not one label per sample.
   */
  relabel(labels: Labels | undefined, classes?: number): Self;
}

/** Samples kept as bytes; a byte u stands for u / 255. */
export interface ByteSamples extends Rows<ByteSamples> {
  readonly kind: "bytes";
  /** As `gather`, the bytes themselves. */
  gatherBytes(rows: ArrayLike<number>, out?: Uint8Array): Uint8Array;
  /** As `slice`, the bytes themselves. */
  sliceBytes(start: number, end: number, out?: Uint8Array): Uint8Array;
}

/** Samples kept as float32 numbers, all finite. */
export interface FloatSamples extends Rows<FloatSamples> {
  readonly kind: "floats";
}

/**
 * n samples of one shape, as every model reads them: gathered by their numbers into float32 values. `kind` says how they
 * are kept: where it is `"bytes"` they can be had as bytes too.
 */
export type Samples = ByteSamples | FloatSamples;
