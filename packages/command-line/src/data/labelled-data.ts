import type { Dataset, Split } from "@elbowjs/mnist-data";

/** Bytes u that stand for u / 255: sample i is row `rows[i]` of `pixels`. A `Split` of @elbowjs/mnist-data is one. */
export interface ByteSamples {
  readonly size: number;
  /** Bytes of one sample. */
  readonly features: number;
  readonly pixels: Uint8Array;
  readonly rows: Uint32Array;
  readonly labels?: ArrayLike<number>;
  /** The bytes of sample i, a view. */
  image(i: number): Uint8Array;
}

/** Numbers as they are, with their shape `[n, …]`, sample after sample. */
export interface DenseSamples {
  readonly data: Float32Array;
  readonly shape: readonly number[];
  readonly labels?: ArrayLike<number>;
}

/** Samples of one shape, with or without a class each. */
export interface LabelledData {
  readonly samples: ByteSamples | DenseSamples;
  readonly size: number;
  /** Numbers per sample. */
  readonly features: number;
  /** Shape of one sample: `[height, width]` for images. */
  readonly shape: readonly number[];
  readonly labels: ArrayLike<number> | undefined;
  /** Names of the classes, by label; empty without labels. */
  readonly classNames: readonly string[];
}

/** Training data, and test data where the source tells them apart. */
export interface DataSource {
  readonly name: string;
  readonly source: string;
  readonly train: LabelledData;
  readonly test: LabelledData | undefined;
  /** What somebody should know: files that were passed over. Default none. */
  readonly notes?: readonly string[];
}

/** A split of mnist-data in this form. */
export function fromSplit(split: Split): LabelledData {
  const { size, features, shape, labels } = split;
  return { samples: split, size, features, shape, labels, classNames: numbered(labels) };
}

/** A data set of mnist-data in this form. */
export function fromDataset({ name, source, train, test }: Dataset): DataSource {
  return { name, source, train: fromSplit(train), test: fromSplit(test) };
}

/** Bytes u, each for u / 255. */
export function fromBytes(
  pixels: Uint8Array,
  shape: readonly number[],
  labels?: Uint8Array,
  classNames: readonly string[] = numbered(labels),
): LabelledData {
  const features = shape.reduce((a, b) => a * b, 1);
  const size = pixels.length / features;
  const rows = Uint32Array.from({ length: size }, (_, i) => i);
  return { samples: byteSamples(pixels, features, rows, labels), size, features, shape, labels, classNames };
}

/** Numbers as they are. */
export function fromNumbers(
  data: Float32Array,
  shape: readonly number[],
  labels?: ArrayLike<number>,
): LabelledData {
  const features = shape.reduce((a, b) => a * b, 1);
  const size = data.length / features;
  const samples = { data, shape: [size, ...shape], ...(labels && { labels }) };
  return { samples, size, features, shape, labels, classNames: numbered(labels) };
}

/** The first n samples. */
export function firstOf(data: LabelledData, n: number): LabelledData {
  if (n >= data.size) return data;
  const labels = data.labels && Array.prototype.slice.call(data.labels, 0, n);
  const { samples, features } = data;
  const part =
    "pixels" in samples
      ? byteSamples(samples.pixels, features, samples.rows.subarray(0, n), labels)
      : {
          data: samples.data.subarray(0, n * features),
          shape: [n, ...data.shape],
          ...(labels && { labels }),
        };
  return { ...data, samples: part, size: n, labels };
}

function byteSamples(
  pixels: Uint8Array,
  features: number,
  rows: Uint32Array,
  labels: ArrayLike<number> | undefined,
): ByteSamples {
  return {
    size: rows.length,
    features,
    pixels,
    rows,
    ...(labels && { labels }),
    image: (i) => pixels.subarray(rows[i]! * features, (rows[i]! + 1) * features),
  };
}

function numbered(labels: ArrayLike<number> | undefined): string[] {
  if (labels === undefined) return [];
  let classes = 0;
  for (let i = 0; i < labels.length; i++) classes = Math.max(classes, labels[i]! + 1);
  return Array.from({ length: classes }, (_, i) => String(i));
}
