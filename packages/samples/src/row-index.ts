import { shown } from "@elbowjs/arguments";
import type { Labels } from "./labels.js";

/** The stored row of the j-th sample that is asked for. */
export type RowAt = (j: number) => number;

/** Which stored row each sample is: sample i is row `rows[i]`, or row i without a list. */
export interface RowIndex {
  readonly size: number;
  readonly rows: ArrayLike<number> | undefined;
}

/** Stored rows of a list of samples; the list is checked as it is read. */
export function listed({ size, rows }: RowIndex, list: ArrayLike<number>): RowAt {
  return (j) => {
    const i = list[j]!;
    if (!(i >= 0 && i < size && Number.isInteger(i)))
      throw new RangeError(`Samples: expected numbers of samples in [0, ${size}), got ${i} at ${j}`);
    return rows === undefined ? i : rows[i]!;
  };
}

/** Stored rows of samples `start` … `end` − 1. */
export function span({ size, rows }: RowIndex, start: number, end: number): RowAt {
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= size))
    throw new RangeError(
      `Samples: expected start ≤ end as integers in [0, ${size}], got ${shown(start)} and ${shown(end)}`,
    );
  return rows === undefined ? (j) => start + j : (j) => rows[start + j]!;
}

/** The samples of these numbers: their rows, and their labels. */
export function chosen(
  index: RowIndex,
  labels: Labels | undefined,
  list: ArrayLike<number>,
): { readonly rows: Uint32Array; readonly labels: number[] | undefined } {
  const rows = Uint32Array.from({ length: list.length }, (_, j) => listed(index, list)(j));
  return { rows, labels: labels && Array.from(list, (i) => labels[i]!) };
}

/** An output that holds `length` values: the caller's, or a new one. */
export function output<T extends Float32Array | Uint8Array>(
  out: T | undefined,
  length: number,
  create: new (length: number) => T,
): T {
  if (out === undefined) return new create(length);
  if (out.length < length)
    throw new RangeError(`Samples: expected room for ${length} values, got ${out.length}`);
  return out;
}
