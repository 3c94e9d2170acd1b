import { sfc32 } from "./sfc32.js";

/**
 * A generator of uniform 32-bit integers from a seed, the same in every engine.
 *
 * @param seed Integer in [0, 2⁵³), all its bits are used.
 * @param stream Integer in [0, 2³²): another sequence of the same seed, here the epoch. Default 0.
 * @returns A function that returns the next integer in [0, 2³²).
 * @throws RangeError if `seed` or `stream` is outside its interval.
 */
export function seededRandom(seed: number, stream = 0): () => number {
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    throw new RangeError(`seededRandom: expected seed as an integer in [0, 2^53), got ${seed}`);
  if (!(Number.isInteger(stream) && stream >= 0 && stream < 2 ** 32))
    throw new RangeError(`seededRandom: expected stream as an integer in [0, 2^32), got ${stream}`);
  return sfc32(seed, Math.floor(seed / 2 ** 32), stream, 16);
}

/**
 * Integer in [0, n) from one 32-bit draw u: ⌊u · n / 2³²⌋. Exact for n ≤ 2²¹; the chance of each value is off by
 * less than 2⁻³², which no shuffle of images can show.
 */
export function below(n: number, random: () => number): number {
  return Math.floor((random() * n) / 2 ** 32);
}

/**
 * A random order of 0 … n − 1 by the Fisher–Yates shuffle. The same (n, seed, epoch) gives the same order in
 * Node and every browser.
 *
 * @param n How many, an integer ≥ 0.
 * @param seed Integer in [0, 2⁵³).
 * @param epoch Integer in [0, 2³²), default 0: each epoch has its own order.
 * @see Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2P.
 */
export function permutation(n: number, seed: number, epoch = 0): Uint32Array {
  const random = seededRandom(seed, epoch);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const j = below(i + 1, random);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}
