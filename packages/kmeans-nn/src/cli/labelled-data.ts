import type { Dataset, Split } from "@elbowjs/mnist-data";
import type { ByteSamples, DenseSamples } from "../samples.js";

/** Samples of one shape, with or without a class each. */
export interface LabelledData {
  readonly samples: ByteSamples | DenseSamples;
  readonly size: number;
  /** Numbers a sample. */
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
  const samples = { size, features, pixels, rows, ...(labels && { labels }) };
  return { samples, size, features, shape, labels, classNames };
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
      ? { size: n, features, pixels: samples.pixels, rows: samples.rows.subarray(0, n) }
      : { data: samples.data.subarray(0, n * features), shape: [n, ...data.shape] };
  return { ...data, samples: { ...part, ...(labels && { labels }) }, size: n, labels };
}

function numbered(labels: ArrayLike<number> | undefined): string[] {
  if (labels === undefined) return [];
  let classes = 0;
  for (let i = 0; i < labels.length; i++) classes = Math.max(classes, labels[i]! + 1);
  return Array.from({ length: classes }, (_, i) => String(i));
}
