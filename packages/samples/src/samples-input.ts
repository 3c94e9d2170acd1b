import type { Labels } from "./labels.js";
import type { Samples } from "./samples.js";

interface Labelled {
  /** The class of each sample. Default: none. */
  readonly labels?: Labels | undefined;
  /** Number of classes. Default: unknown. */
  readonly classes?: number | undefined;
}

/** Numbers as they are (Float32Array), or bytes u that stand for u / 255. */
export type NumberArray = Float32Array | Uint8Array | Uint8ClampedArray;

/** Values of all samples with their shape `[n, …]`, n included, one sample after another. */
export interface ValuesWithShape extends Labelled {
  readonly data: NumberArray;
  readonly shape: readonly number[];
}

/** Bytes u that stand for u / 255: sample i is row `rows[i]` of `pixels`. A `Split` of @elbowjs/mnist-data is one. */
export interface ByteRows extends Labelled {
  readonly size: number;
  /** Bytes per sample. */
  readonly features: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
  readonly rows: ArrayLike<number>;
  /** Shape of one sample. Default: `[features]`. */
  readonly shape?: readonly number[] | undefined;
}

/** Images that a function gives one by one, as bytes u that stand for u / 255. */
export interface DrawnImages extends Labelled {
  readonly size: number;
  /** Bytes per sample. */
  readonly features: number;
  image(i: number): Uint8Array;
  /** Shape of one sample. Default: `[features]`. */
  readonly shape?: readonly number[] | undefined;
}

/** A float32 tensor `[n, …]`, as tfjs has it; recognised by its members, so nothing need be imported. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<unknown>;
}

/** Every form of data that a model takes. */
export type SamplesInput = Samples | ValuesWithShape | ByteRows | DrawnImages | NumberArray | TensorLike;
