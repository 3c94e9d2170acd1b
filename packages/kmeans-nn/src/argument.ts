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

/** Throws unless there is one finite weight ≥ 0 a sample, and one above 0. */
export function requireWeights(caller: string, weights: ArrayLike<number> | undefined, size: number): void {
  if (weights === undefined) return;
  if (weights.length !== size)
    throw new RangeError(`${caller}: expected one weight a sample (${size}), got ${weights.length}`);
  let total = 0;
  for (let i = 0; i < size; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`${caller}: expected finite weights ≥ 0, got ${weight} for sample ${i}`);
    total += weight;
  }
  if (!(total > 0)) throw new RangeError(`${caller}: expected a weight above 0, got only zeros`);
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
