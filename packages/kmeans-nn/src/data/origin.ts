import type { Rows } from "./rows.js";

/** Data in coordinates of their own. */
export interface Moved {
  /** The same samples, minus the origin. */
  readonly rows: Rows;
  /** What was subtracted from every sample, d values; undefined where nothing was. */
  readonly origin: Float32Array | undefined;
}

/** A feature is far from 0 when all its values lie within this share of the largest one. */
const FAR = 1 / 16;

/** Rows read at once. */
const BLOCK = 64;

/**
 * Moves features that lie far from 0 beside their spread (coordinates, counts, times) to 0, so that products in float32
 * keep their digits. k-means does not mind where the origin is: x·C − ½‖C‖² changes by the same for every centre, and
 * p·C − x not at all.
 *
 * The move is exact: the difference of two float32 numbers within a factor of two of each other is one too (Sterbenz).
 * Bytes stand for numbers in [0, 1] and stay.
 */
export function movedToOrigin(rows: Rows): Moved {
  const origin = rows.kind === "floats" ? farMiddles(rows) : undefined;
  if (origin === undefined) return { rows, origin };
  const { size, features } = rows;
  const move = (out: Float32Array, n: number): Float32Array => {
    for (let at = 0; at < n * features; ) for (const far of origin) out[at++]! -= far;
    return out;
  };
  return {
    origin,
    rows: {
      kind: "floats",
      size,
      features,
      gather: (list, out) => move(rows.gather(list, out), list.length),
      slice: (start, end, out) => move(rows.slice(start, end, out), end - start),
    },
  };
}

/** The middle of each feature that lies far from 0, and 0 for the others; undefined where there is no such feature. */
function farMiddles(rows: Rows): Float32Array | undefined {
  const d = rows.features;
  const least = new Float32Array(d).fill(Number.POSITIVE_INFINITY);
  const most = new Float32Array(d).fill(Number.NEGATIVE_INFINITY);
  const isFar = (j: number): boolean =>
    most[j]! - least[j]! < FAR * Math.max(most[j]!, -least[j]!) && Math.sign(least[j]!) * most[j]! > 0;
  const x = new Float32Array(Math.min(BLOCK, rows.size) * d);
  let far = Array.from({ length: d }, (_, j) => j);
  for (let start = 0; start < rows.size && far.length > 0; start += BLOCK) {
    const n = Math.min(BLOCK, rows.size - start);
    rows.slice(start, start + n, x);
    for (const j of far)
      for (let at = j; at < n * d; at += d) {
        const value = x[at]!;
        if (value < least[j]!) least[j] = value;
        if (value > most[j]!) most[j] = value;
      }
    far = far.filter(isFar);
  }
  if (far.length === 0) return undefined;
  const origin = new Float32Array(d);
  for (const j of far) origin[j] = least[j]! / 2 + most[j]! / 2;
  return origin;
}

/** Centres, k×d, minus the origin. */
export function minusOrigin<T extends Float32Array | Float64Array>(centers: T, origin: Moved["origin"]): T {
  return shifted(centers, origin, -1);
}

/** Centres, k×d, plus the origin: where they lie. */
export function plusOrigin<T extends Float32Array | Float64Array>(centers: T, origin: Moved["origin"]): T {
  return shifted(centers, origin, 1);
}

function shifted<T extends Float32Array | Float64Array>(
  centers: T,
  origin: Moved["origin"],
  sign: 1 | -1,
): T {
  const result = centers.slice() as T;
  if (origin !== undefined)
    for (let at = 0; at < result.length; at++) result[at]! += sign * origin[at % origin.length]!;
  return result;
}
