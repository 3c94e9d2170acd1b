import type { Dataset, Split } from "@elbowjs/mnist-data";
import { byteSamples, floatSamples, type Labels, type Samples } from "@elbowjs/samples";

/** Samples of one shape, with or without a class each. */
export interface LabelledData {
  /** As every model takes them. */
  readonly samples: Samples;
  readonly size: number;
  /** Numbers per sample. */
  readonly features: number;
  /** Shape of one sample: `[height, width]` for images. */
  readonly shape: readonly number[];
  readonly labels: Labels | undefined;
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

/** Samples with the names of their classes; by default those are the labels' numbers. */
export function labelled(
  samples: Samples,
  classNames: readonly string[] = numbered(samples.labels),
): LabelledData {
  const { size, features, shape, labels } = samples;
  return { samples, size, features, shape, labels, classNames };
}

/** A split of mnist-data in this form. */
export function fromSplit({ pixels, rows, shape, labels, classes }: Split): LabelledData {
  return labelled(byteSamples({ pixels, rows, shape, labels, classes }, "openData"));
}

/** A data set of mnist-data in this form. */
export function fromDataset({ name, source, train, test }: Dataset): DataSource {
  return { name, source, train: fromSplit(train), test: fromSplit(test) };
}

/** Bytes u, each for u / 255, or numbers as they are. */
export function fromValues(
  values: Uint8Array | Float32Array,
  shape: readonly number[],
  labels?: Labels,
  classNames?: readonly string[],
): LabelledData {
  const samples =
    values instanceof Uint8Array
      ? byteSamples({ pixels: values, shape, labels }, "openData")
      : floatSamples({ data: values, shape, labels }, "openData");
  return labelled(samples, classNames);
}

/** The first n samples. */
export function firstOf(data: LabelledData, n: number): LabelledData {
  if (n >= data.size) return data;
  const first = data.samples.subset(Uint32Array.from({ length: n }, (_, i) => i));
  return labelled(first, data.classNames);
}

function numbered(labels: Labels | undefined): string[] {
  if (labels === undefined) return [];
  let classes = 0;
  for (let i = 0; i < labels.length; i++) classes = Math.max(classes, labels[i]! + 1);
  return Array.from({ length: classes }, (_, i) => String(i));
}
