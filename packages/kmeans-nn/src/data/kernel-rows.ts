import { type Rows, readRows } from "./rows.js";

/** The form in which the kernels read data: bytes where the data are bytes, float32 elsewhere. */
export function bytesPerRow({ features, kind }: Rows): number {
  return features * (kind === "bytes" ? 1 : 4);
}

/** Bytes behind the last row that the kernels may read. */
export const READ_AHEAD = 64;

/** Larger data sets are not copied to a kernel's memory as a whole: it ends at 4 GB, and a page may have less. */
export const MOST_BYTES: number = 2 ** 28;

/** Writes samples `order[start … end − 1]` (or start … end − 1) to a memory. */
export function writeRows(
  rows: Rows,
  buffer: ArrayBufferLike,
  address: number,
  start: number,
  end: number,
  order?: Int32Array,
): void {
  const length = (end - start) * rows.features;
  if (rows.kind === "floats") {
    readRows(rows, start, end, new Float32Array(buffer, address, length), order);
    return;
  }
  const out = new Uint8Array(buffer, address, length);
  if (order === undefined) rows.sliceBytes(start, end, out);
  else rows.gatherBytes(order.subarray(start, end), out);
}

/** Rounded up to whole vectors. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
