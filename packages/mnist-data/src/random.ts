/**
 * Deterministic generator of uniform 32-bit integers: Chris Doty-Humphrey's sfc32 ("small fast counter"), on a
 * state of 128 bits. Integer operations only, so every engine gives the same numbers.
 *
 * @param seed Integer in [0, 2⁵³), all its bits are used.
 * @param stream Integer in [0, 2³²): another sequence of the same seed, here the epoch.
 * @returns A function that returns the next integer in [0, 2³²).
 * @throws RangeError if `seed` or `stream` is outside its interval.
 * @see https://pracrand.sourceforge.net/RNG_engines.txt
 */
export function seededRandom(seed: number, stream = 0): () => number {
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    throw new RangeError(`seededRandom: expected seed as an integer in [0, 2^53), got ${seed}`);
  if (!(Number.isInteger(stream) && stream >= 0 && stream < 2 ** 32))
    throw new RangeError(`seededRandom: expected stream as an integer in [0, 2^32), got ${stream}`);
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = stream | 0;
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  // Nearby seeds start with nearby states; sixteen steps mix every bit into every other.
  for (let i = 0; i < 16; i++) next();
  return next;
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
