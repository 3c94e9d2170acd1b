import { checkFinite, refusal, shown } from "@elbowjs/arguments";
import { checkDoor, checkParts, checkReshape, sizeOf } from "./item-shape.js";
import { checkCount } from "./labels.js";
import { chosen, listed, output, type RowAt, type RowIndex, span } from "./row-index.js";
import type { FloatSamples, SampleParts } from "./samples.js";

/** What {@link floatSamples} are made of. */
export interface FloatParts extends SampleParts {
  /** The numbers of all samples, one after another. */
  readonly data: Float32Array;
  /** Closed interval of every number. Default: any finite number. */
  readonly within?: readonly [low: number, high: number] | undefined;
}

/**
 * Samples of float32 numbers in memory. Nothing is copied.
 *
 * @param caller Name of the public function, for errors.
 * @throws TypeError for what is no Float32Array; RangeError if the numbers are no whole number of samples, one is not
 *   finite or outside `within` (sample and feature are named), or there is not one label per sample.
 */
export function floatSamples(parts: FloatParts, caller = "floatSamples"): FloatSamples {
  checkDoor(caller, parts);
  const { data, shape, within } = parts;
  if (!(data instanceof Float32Array))
    throw refusal(new TypeError(`${caller}: expected data as a Float32Array, got ${shown(data)}`));
  const features = sizeOf(shape);
  const size = features > 0 ? data.length / features : 0;
  checkParts(caller, parts, Math.floor(size));
  if (!Number.isInteger(size))
    throw refusal(
      new RangeError(
        `${caller}: expected a whole number of samples of ${features} values, got ${data.length} values`,
      ),
    );
  checkFinite(caller, "data", data, { features, ...(within && { within }) });
  return fromData(data, { size, rows: undefined }, parts, features);
}

function fromData(
  data: Float32Array,
  index: RowIndex,
  { shape, labels, classes }: SampleParts,
  features: number,
): FloatSamples {
  const copy = (out: Float32Array, count: number, rowAt: RowAt): Float32Array => {
    for (let j = 0; j < count; j++) {
      const from = rowAt(j) * features;
      if (features > 16) out.set(data.subarray(from, from + features), j * features);
      else for (let f = 0, o = j * features; f < features; f++) out[o + f] = data[from + f]!; // a view costs more than a short row
    }
    return out;
  };
  return {
    kind: "floats",
    size: index.size,
    shape,
    features,
    labels,
    classes,
    gather: (rows, given) =>
      copy(output(given, rows.length * features, Float32Array), rows.length, listed(index, rows)),
    slice: (start, end, given) => {
      const rowAt = span(index, start, end);
      const out = output(given, (end - start) * features, Float32Array);
      if (index.rows !== undefined) return copy(out, end - start, rowAt);
      out.set(data.subarray(start * features, end * features));
      return out;
    },
    subset: (list) => {
      const part = chosen(index, labels, list);
      return fromData(
        data,
        { size: list.length, rows: part.rows },
        { shape, labels: part.labels, classes },
        features,
      );
    },
    reshape: (other) => {
      checkReshape(other, shape);
      return fromData(data, index, { shape: other, labels, classes }, features);
    },
    relabel: (others, count) => {
      if (others !== undefined) checkCount("Samples", others, index.size);
      return fromData(data, index, { shape, labels: others, classes: count }, features);
    },
  };
}
