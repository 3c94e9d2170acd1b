import { checkNumbers, shown } from "@elbowjs/arguments";
import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * A data set of bytes, such as a `Split` of @elbowjs/mnist-data: sample i is row `rows[i]` of `pixels`, and a byte
 * u stands for u / 255. Recognised by its shape, so no package need be imported.
 */
export interface ByteSamples {
  readonly size: number;
  readonly features: number;
  readonly pixels: Uint8Array;
  readonly rows: Uint32Array;
  /** Class of each sample; only `'digit-images'` needs it. */
  readonly labels?: ArrayLike<number>;
}

/** Numbers with their shape `[n, …]`, row by row; everything after n is flattened into the features. */
export interface DenseSamples {
  readonly data: Float32Array;
  readonly shape: readonly number[];
  /** Class of each sample; only `'digit-images'` needs it. */
  readonly labels?: ArrayLike<number>;
}

/** What every function of this package accepts as data: bytes, numbers with a shape, or a float32 tensor `[n, …]`. */
export type Samples = ByteSamples | DenseSamples | Tensor;

/** One form for all kinds of data: n rows of d values in a typed array, reached through an index. */
export interface Rows {
  readonly size: number;
  readonly features: number;
  readonly labels: ArrayLike<number> | undefined;
  /** Writes samples `order[start … end − 1]` into `out` (or samples start … end − 1 when there is no order). */
  gather(out: Float32Array, start: number, end: number, order?: ArrayLike<number>): void;
  /** The same as bytes u that stand for u / 255; absent where the data are not bytes. */
  gatherBytes?(out: Uint8Array, start: number, end: number, order?: ArrayLike<number>): void;
}

/** u / 255 for every byte, rounded once to float32, so that each backend sees the same numbers. */
const unit = Float32Array.from({ length: 256 }, (_, u) => u / 255);

function byteRows(caller: string, samples: ByteSamples): Rows {
  const { size, features, pixels, rows, labels } = samples;
  checkBytes(caller, samples);
  return {
    size,
    features,
    labels,
    gather(out, start, end, order) {
      let to = 0;
      for (let i = start; i < end; i++) {
        const from = rows[order === undefined ? i : order[i]!]! * features;
        for (let j = from; j < from + features; j++) out[to++] = unit[pixels[j]!]!;
      }
    },
    gatherBytes(out, start, end, order) {
      const row = (i: number): number => rows[order === undefined ? i : order[i]!]!;
      for (let i = start, to = 0; i < end; ) {
        // Rows that lie one after another are copied at once.
        const from = row(i);
        let count = 1;
        while (i + count < end && row(i + count) === from + count) count++;
        out.set(pixels.subarray(from * features, (from + count) * features), to);
        i += count;
        to += count * features;
      }
    },
  };
}

function checkBytes(caller: string, { size, features, pixels, rows }: ByteSamples): void {
  if (!(pixels instanceof Uint8Array && rows instanceof Uint32Array))
    throw new TypeError(
      `${caller}: expected pixels to be a Uint8Array and rows a Uint32Array, got ${shown(pixels)} and ${shown(rows)}`,
    );
  checkNumbers(caller, { size: [size, "integer ≥ 0"], features: [features, "integer ≥ 0"] });
  if (size > rows.length) throw new RangeError(`${caller}: expected size ≤ ${rows.length} rows, got ${size}`);
  const there = Math.floor(pixels.length / features);
  const past = rows.subarray(0, size).findIndex((row) => row >= there);
  if (past >= 0)
    throw new RangeError(
      `${caller}: expected rows among the ${there} of ${features} pixels each, got row ${rows[past]} for sample ${past}`,
    );
}

function denseRows(caller: string, { data, shape, labels }: DenseSamples): Rows {
  const [size = 0, ...rest] = shape;
  const features = rest.reduce((product, length) => product * length, 1);
  if (!Array.isArray(shape) || shape.length < 2 || size * features !== data.length)
    throw new RangeError(
      `${caller}: expected data of shape [n, …features] with as many values, got shape [${shape}] and ${data.length} values`,
    );
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `${caller}: expected finite data, got ${data[bad]} in sample ${Math.floor(bad / features)}, feature ${bad % features}`,
    );
  return {
    size,
    features,
    labels,
    gather(out, start, end, order) {
      if (order === undefined) return out.set(data.subarray(start * features, end * features));
      for (let i = start, to = 0; i < end; i++, to += features) {
        const from = order[i]! * features;
        out.set(data.subarray(from, from + features), to);
      }
    },
  };
}

/** Rows of no data, for a draw that needs none. */
export function emptyRows(features: number): Rows {
  return { size: 0, features, labels: undefined, gather() {} };
}

/**
 * Checks data at the door and brings it into one form.
 *
 * @param caller Name of the public function, for the error.
 * @param features Expected d, when a model fixes it.
 * @throws TypeError if it is no kind of data known here, or a tensor that is not float32.
 * @throws RangeError if it is empty, not finite, or its shape does not fit.
 */
export async function toRows(caller: string, samples: Samples, features?: number): Promise<Rows> {
  const rows = await read(caller, samples);
  if (rows.size < 1 || rows.features < 1)
    throw new RangeError(
      `${caller}: expected at least one sample with one feature, got ${rows.size} samples of ${rows.features} features`,
    );
  if (features !== undefined && rows.features !== features)
    throw new RangeError(`${caller}: expected samples of ${features} features, got ${rows.features}`);
  if (rows.labels !== undefined && rows.labels.length !== rows.size)
    throw new RangeError(
      `${caller}: expected one label per sample (${rows.size}), got ${rows.labels.length}`,
    );
  return rows;
}

async function read(caller: string, samples: Samples): Promise<Rows> {
  if (typeof samples === "object" && samples !== null) {
    if ("pixels" in samples && "rows" in samples) return byteRows(caller, samples);
    if ("dataId" in samples) {
      if (samples.dtype !== "float32")
        throw new TypeError(`${caller}: expected a float32 tensor, got ${samples.dtype}`);
      return denseRows(caller, { data: (await samples.data()) as Float32Array, shape: samples.shape });
    }
    if ("data" in samples && "shape" in samples && samples.data instanceof Float32Array)
      return denseRows(caller, samples);
  }
  throw new TypeError(
    `${caller}: expected a Split, { data: Float32Array, shape: [n, d] } or a float32 tensor, got ${shown(samples)}`,
  );
}
