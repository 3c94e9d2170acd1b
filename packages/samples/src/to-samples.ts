import { checkFinite, checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { checkLabels, type Labels } from "./labels.js";
import { readSamples, type WantedItem } from "./read-samples.js";
import type { FloatSamples, Samples } from "./samples.js";
import type { SamplesInput } from "./samples-input.js";

/** What a model asks of its data. */
export interface ToSamplesOptions {
  /** Shape of one sample. Data that know their own are compared with it; flat data are read as it. Default: the data's own. */
  readonly shape?: readonly number[] | undefined;
  /** Numbers per sample, where the model knows no shape. Default: the data's own. */
  readonly features?: number | undefined;
  /** Closed interval of every value, such as `[0, 1]`; bytes are in [0, 1] always. Default: any finite number. */
  readonly within?: readonly [low: number, high: number] | undefined;
  /** Labels that take the place of the data's own. Default: the data's own, if any. */
  readonly labels?: Labels | undefined;
  /**
   * Number of classes of the model: every sample must have a label in [0, classes). 0 for a model without classes: the
   * data's own labels are left out then, and the option `labels` is refused. Default: labels are optional and any number.
   */
  readonly classes?: number | undefined;
  /** Smallest number of samples, an integer ≥ 0. Default 1. */
  readonly least?: number | undefined;
}

/**
 * The door of every model: checks data and brings it into one form, without copying it (a tensor is read once).
 *
 * @param caller Name of the public function, for errors: `GaussianVae.fit`.
 * @param input A `Split`, `{ data, shape: [n, …] }`, a bare typed array where the model knows its samples' size, a float32
 *   tensor `[n, …]`, `{ size, features, pixels, rows }`, `{ size, features, image(i) }`, or samples.
 * @returns The samples, of the model's shape where it has one.
 * @throws TypeError if the input is of no kind known here, a tensor that is not float32, or labels are missing or not
 *   wanted.
 * @throws RangeError if there are too few samples, they have another shape or size, a value is not finite or outside
 *   `within` (sample and feature are named), or a label is no class.
 */
export async function toSamples(
  caller: string,
  input: SamplesInput,
  options: ToSamplesOptions = {},
): Promise<Samples> {
  checkOptions("toSamples", options, ["shape", "features", "within", "labels", "classes", "least"]);
  const { shape, features, within, classes, least = 1 } = options;
  checkKinds("toSamples", { caller: [caller, "string"], within: [within, "array or undefined"] });
  checkNumbers("toSamples", {
    features: [features, "integer ≥ 1 or undefined"],
    classes: [classes, "integer ≥ 0 or undefined"],
    least: [least, "integer ≥ 0"],
  });
  const wanted: WantedItem = { shape, features };
  const samples = await readSamples(caller, input, wanted, within);
  if (samples.size < least)
    throw refusal(
      new RangeError(
        `${caller}: expected at least ${least === 1 ? "one sample" : `${least} samples`}, got ${samples.size === 0 ? "none" : samples.size}`,
      ),
    );
  if (within !== undefined && samples === input && samples.kind === "floats")
    checkRange(caller, samples, within);
  const shaped = shape === undefined ? samples : samples.reshape(shape);
  return withLabels(caller, shaped, options);
}

/** The samples with the labels that the model uses. */
function withLabels(caller: string, samples: Samples, { labels, classes }: ToSamplesOptions): Samples {
  const { size } = samples;
  if (classes === 0) {
    checkLabels(caller, labels, { size, classes });
    return samples.labels === undefined ? samples : samples.relabel(undefined);
  }
  if (classes !== undefined) checkLabels(caller, labels ?? samples.labels, { size, classes });
  if (labels === undefined && (classes === undefined || classes === samples.classes)) return samples;
  if (labels !== undefined && labels.length !== size)
    throw refusal(new RangeError(`${caller}: expected one label per sample (${size}), got ${labels.length}`));
  return samples.relabel(labels ?? samples.labels, classes);
}

/** Refuses values outside of an interval, in samples whose values are finite already. */
function checkRange(
  caller: string,
  samples: FloatSamples,
  within: readonly [low: number, high: number],
): void {
  const { size, features } = samples;
  const row = new Float32Array(features);
  for (let i = 0; i < size; i++) {
    samples.slice(i, i + 1, row);
    if (row.every((value) => value >= within[0] && value <= within[1])) continue;
    checkFinite(caller, `sample ${i}`, row, { within });
  }
}
