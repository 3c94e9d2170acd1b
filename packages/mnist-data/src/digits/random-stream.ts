/** A source of uniform numbers in [0, 1) with 32 random bits each. */
export type RandomStream = () => number;

/**
 * The random numbers of one sample: the small fast counter generator sfc32, started from
 * (seed, index, purpose) and warmed up so that neighbouring indices have nothing in common.
 * Integer operations only, so every engine draws the same numbers.
 *
 * @param seed Safe integer ≥ 0 (53 bits).
 * @param index Integer in [0, 2³²).
 * @param purpose Small integer; streams of different purpose are independent.
 * @see PractRand, sfc32 by Chris Doty-Humphrey (public domain), https://pracrand.sourceforge.net
 */
export function randomStream(seed: number, index: number, purpose: number): RandomStream {
  let a = seed | 0;
  let b = index | 0;
  let c = Math.floor(seed / 0x1_0000_0000) | (purpose << 21);
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/**
 * A bell-shaped number of mean 0 and variance 1: four uniforms added (Irwin–Hall). Unlike Box–Muller it
 * needs neither log nor cos, whose last bits differ between engines, and its tails end at ±2√3.
 */
export function bell(random: RandomStream): number {
  return (random() + random() + random() + random() - 2) * 1.7320508075688772; // √3: each uniform has variance 1/12
}
