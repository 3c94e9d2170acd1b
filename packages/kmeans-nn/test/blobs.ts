import type { ByteRows } from "@elbowjs/samples";
import { draws } from "./reference.js";

/** n points around k corners of the unit cube in d dimensions, with the corner as label: easy to cluster. */
export function blobs(
  n: number,
  k: number,
  d: number,
  seed: number = 1,
): { data: Float32Array; shape: readonly number[]; labels: Uint8Array } {
  const random = draws(seed);
  const corners = Array.from({ length: k * d }, () => random());
  const labels = Uint8Array.from({ length: n }, (_, i) => i % k);
  const data = Float32Array.from({ length: n * d }, (_, at) => {
    const [i, j] = [Math.floor(at / d), at % d];
    return corners[labels[i]! * d + j]! + 0.1 * (random() - 0.5);
  });
  return { data, shape: [n, d], labels };
}

/** The same points rounded to bytes, in the form of a Split. */
export function byteBlobs(
  n: number,
  k: number,
  d: number,
  seed: number = 1,
): ByteRows & { pixels: Uint8Array; rows: Uint32Array; labels: Uint8Array } {
  const { data, labels } = blobs(n, k, d, seed);
  return {
    size: n,
    features: d,
    pixels: Uint8Array.from(data, (value) => Math.round(255 * Math.min(1, Math.max(0, value)))),
    rows: Uint32Array.from({ length: n }, (_, i) => i),
    labels,
  };
}
