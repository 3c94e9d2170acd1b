/** A run of indices that one call works on. */
export interface Share {
  readonly first: number;
  readonly count: number;
}

/** Multiply-adds of a product below which waking other threads takes longer than the work. */
const LEAST_WORK = 1 << 17;

/** What a value of an elementwise pass costs, in multiply-adds of a product: it waits for memory. */
export const PASS_WORK = 4;

/** Parts that a thread may have to take before it has the smallest one. */
const PARTS_OF_THREAD = 8;

/** Whether so much work, in multiply-adds, is worth handing out. */
export function isWorthSharing(threads: number, work: number): boolean {
  return threads > 1 && work >= 2 * LEAST_WORK;
}

/**
 * Cuts [0, size), which is `work` multiply-adds, for threads that take part after part: each part is a fixed share of what is
 * left, so that there are few of them, and yet the last ones are small and the threads end at about the same time, also when
 * one is slower or late (guided self-scheduling: C. Polychronopoulos and D. Kuck, IEEE Transactions on Computers 36(12), 1987).
 *
 * @param multiple of which all parts but the last have whole numbers.
 */
export function shares(threads: number, size: number, work: number, multiple = 1): Share[] {
  if (!isWorthSharing(threads, work)) return equalShares(size, 1, multiple);
  const least = size * Math.max(1 / (PARTS_OF_THREAD * threads), LEAST_WORK / work);
  const parts: Share[] = [];
  for (let first = 0; first < size; first += parts.at(-1)!.count) {
    const left = size - first;
    const wanted = Math.max(least, (0.8 * left) / threads);
    parts.push({ first, count: Math.min(left, Math.ceil(wanted / multiple) * multiple) });
  }
  return parts;
}

/** Cuts [0, size) into at most `parts` runs of about the same length, multiples of `multiple` but for the last. */
export function equalShares(size: number, parts: number, multiple = 1): Share[] {
  const length = Math.max(multiple, Math.ceil(size / parts / multiple) * multiple);
  return Array.from({ length: Math.ceil(size / length) }, (_, i) => ({
    first: i * length,
    count: Math.min(length, size - i * length),
  }));
}

/**
 * Into how many parts to cut a sum over so many values: its rounding depends on that, hence it is a matter of the shape alone,
 * and the sum is the same to the bit with any number of threads.
 */
export function partsOfSum(values: number): number {
  return Math.max(1, Math.min(8, Math.floor(values / (1 << 16))));
}
