import { defaultRng } from "@elbowjs/numpy-random";

type Generator = ReturnType<typeof defaultRng>;

/** What random numbers are for: every purpose has its own stream, so that one cannot shift another. */
const purposes = ["weights", "order", "step", "forward", "sample", "evaluate", "importance"] as const;

/**
 * The generator for one purpose, and one place in a run: NumPy's `default_rng([seed, purpose, ...place])`. Nothing is carried
 * from step to step, hence a run that is resumed draws the same numbers.
 */
export function stream(seed: number, purpose: (typeof purposes)[number], ...place: number[]): Generator {
  return defaultRng([seed, purposes.indexOf(purpose), ...place]);
}

/** Refuses a seed that is not an integer in [0, 2⁵³). */
export function checkSeed(who: string, seed: number): number {
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    throw new RangeError(`${who}: expected seed to be an integer of at least 0, got ${seed}`);
  return seed;
}
