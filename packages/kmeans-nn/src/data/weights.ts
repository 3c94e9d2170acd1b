/** Throws unless there is one finite weight ≥ 0 per sample, and one above 0. */
export function requireWeights(caller: string, weights: ArrayLike<number> | undefined, size: number): void {
  if (weights === undefined) return;
  if (weights.length !== size)
    throw new RangeError(`${caller}: expected one weight per sample (${size}), got ${weights.length}`);
  let total = 0;
  for (let i = 0; i < size; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`${caller}: expected finite weights ≥ 0, got ${weight} for sample ${i}`);
    total += weight;
  }
  if (!(total > 0)) throw new RangeError(`${caller}: expected a weight above 0, got only zeros`);
}

/** Weights scaled to mean 1, so that only their ratios matter. */
export function meanOne(weights: ArrayLike<number> | undefined): Float32Array | undefined {
  if (weights === undefined) return undefined;
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  return Float32Array.from(weights, (weight) => (weight * weights.length) / total);
}
