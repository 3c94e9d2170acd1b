/**
 * Chris Doty-Humphrey's sfc32 ("small fast counter"), a generator of uniform 32-bit integers on a state of 128 bits.
 * Integer operations only, so every engine gives the same numbers.
 *
 * @param a First word of the state, taken modulo 2³²; so are `b` and `c`. The fourth, a counter, starts at 1.
 * @param warmUp Numbers thrown away at the start: nearby states give nearby first numbers, until each bit has
 *   reached every other. The author takes 12 to 15.
 * @returns A function that returns the next integer in [0, 2³²).
 * @see https://pracrand.sourceforge.net/RNG_engines.txt
 */
export function sfc32(a: number, b: number, c: number, warmUp: number): () => number {
  let s0 = a | 0;
  let s1 = b | 0;
  let s2 = c | 0;
  let counter = 1;
  const next = (): number => {
    const t = (s0 + s1 + counter) | 0;
    counter = (counter + 1) | 0;
    s0 = s1 ^ (s1 >>> 9);
    s1 = (s2 + (s2 << 3)) | 0;
    s2 = (((s2 << 21) | (s2 >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < warmUp; i++) next();
  return next;
}
