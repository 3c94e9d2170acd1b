/** A run of indices that one call works on. */
export interface Share {
  readonly first: number;
  readonly count: number;
}

/** Multiply-adds, or values passed over, below which waking other threads takes longer than the work. */
const LEAST_WORK = 1 << 17;

/** Cuts [0, size) into at most `parts` runs of about the same length, multiples of `multiple` but for the last. */
export function shares(size: number, parts: number, multiple = 1): Share[] {
  const length = Math.max(multiple, Math.ceil(size / parts / multiple) * multiple);
  return Array.from({ length: Math.ceil(size / length) }, (_, i) => ({
    first: i * length,
    count: Math.min(length, size - i * length),
  }));
}

/** Into how many parts to cut so much work: two for each thread, so that a thread held up costs half a part. */
export function partsFor(threads: number, work: number): number {
  return threads === 1 ? 1 : Math.max(1, Math.min(2 * threads, Math.floor(work / LEAST_WORK)));
}

/**
 * Into how many parts to cut a sum over so many values: its rounding depends on that, hence it is a matter of the shape alone,
 * and the sum is the same to the bit with any number of threads.
 */
export function partsOfSum(values: number): number {
  return Math.max(1, Math.min(8, Math.floor(values / (1 << 16))));
}
