/** Throws unless `value` is an integer ≥ 1. */
export function requirePositiveInteger(caller: string, name: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 1))
    throw new RangeError(`${caller}: expected ${name} to be an integer ≥ 1, got ${value}`);
}

/** Throws unless `value` is one of `choices`. */
export function requireOneOf(caller: string, name: string, value: unknown, choices: readonly string[]): void {
  if (!choices.includes(value as string))
    throw new RangeError(
      `${caller}: expected ${name} to be one of ${choices.map((choice) => `'${choice}'`).join(", ")}, got ${String(value)}`,
    );
}

/** Throws unless `value` is finite and ≥ `least`. */
export function requireAtLeast(caller: string, name: string, value: number, least: number): void {
  if (!(value >= least && value < Infinity))
    throw new RangeError(`${caller}: expected ${name} to be finite and ≥ ${least}, got ${value}`);
}

/** Throws unless `seed` is absent or an integer ≥ 0. */
export function requireSeed(caller: string, seed: number | undefined): void {
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0))
    throw new RangeError(`${caller}: expected seed to be an integer ≥ 0, got ${seed}`);
}
