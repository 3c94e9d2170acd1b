import { DataFault } from "@elbowjs/command-line";
import type { PartialSums } from "../algorithms/partial-sums.js";
import { decodeFloat64, encodeFloats } from "../data/base64.js";

/** Partial sums with the centres that they were taken with, as one line of JSON: engines pass lines on. */
export interface PartialLine {
  readonly partial: PartialSums;
  readonly centers: Float64Array;
}

const format = "elbow-kmeans-partial";

/** The line, without its end. Numbers are base64 of little-endian float64, so that no bit is lost. */
export function partialLine({ partial, centers }: PartialLine): string {
  const { run, k, features, sums, counts, inertia, farthest } = partial;
  return JSON.stringify({
    ...{ format, version: 1, run, k, features },
    sums: encodeFloats(sums),
    counts: encodeFloats(counts),
    inertia,
    farthest: farthest && { ...farthest, values: encodeFloats(Float64Array.from(farthest.values)) },
    centers: encodeFloats(centers),
  });
}

/**
 * Reads a line of {@link partialLine}.
 *
 * @param name Where it is from, for errors.
 * @throws DataFault if it is something else, or damaged.
 */
export function parsePartial(line: string, name: string): PartialLine {
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw fault(name, "another kind of file");
  }
  if (json?.["format"] !== format || json["version"] !== 1) throw fault(name, "another kind of file");
  const { run, k, features, inertia } = json as unknown as PartialSums;
  if (!(Number.isInteger(k) && k >= 1 && Number.isInteger(features) && features >= 1 && inertia >= 0))
    throw fault(name, `k = ${k}, features = ${features}, inertia = ${inertia}`);
  const numbers = (key: string, length: number): Float64Array => {
    const values = float64s(name, key, json[key]);
    if (values.length !== length) throw fault(name, `${values.length} values of ${key} for ${length}`);
    if (!values.every(Number.isFinite)) throw fault(name, `${key} that are not finite`);
    return values;
  };
  const far = json["farthest"] as { squaredDistance: number; center: number; values: string } | undefined;
  const values = far && float64s(name, "farthest", far.values);
  if (far && !(values?.length === features && far.center >= 0 && far.center < k && far.squaredDistance >= 0))
    throw fault(name, "a farthest sample that does not fit");
  return {
    centers: numbers("centers", k * features),
    partial: {
      ...{ run, k, features, inertia },
      sums: numbers("sums", k * features),
      counts: numbers("counts", k),
      farthest: far && {
        squaredDistance: far.squaredDistance,
        center: far.center,
        values: Float32Array.from(values!),
      },
    },
  };
}

function float64s(name: string, key: string, text: unknown): Float64Array {
  try {
    return decodeFloat64("reduce", `${key} of ${name}`, text as string);
  } catch (cause) {
    throw new DataFault((cause as Error).message, { cause });
  }
}

function fault(name: string, got: string): DataFault {
  return new DataFault(`reduce: expected partial sums that map wrote in ${name}, got ${got}`);
}
