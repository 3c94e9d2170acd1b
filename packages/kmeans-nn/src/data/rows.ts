import { type ByteSamples, type FloatSamples, floatSamples, type Samples } from "@elbowjs/samples";

type Read = "size" | "features" | "kind" | "gather" | "slice";

/** What the computations read of samples: n rows of d values, through their numbers, as bytes too where they are bytes. */
export type Rows = Pick<FloatSamples, Read> | Pick<ByteSamples, Read | "gatherBytes" | "sliceBytes">;

/** Samples `order[start … end − 1]`, or start … end − 1 where there is no order, written to `out`. */
export function readRows(
  rows: Rows,
  start: number,
  end: number,
  out: Float32Array,
  order?: Int32Array,
): Float32Array {
  return order === undefined ? rows.slice(start, end, out) : rows.gather(order.subarray(start, end), out);
}

/** No samples, for a draw that needs none. */
export function noSamples(features: number): Samples {
  return floatSamples({ data: new Float32Array(0), shape: [features] });
}
