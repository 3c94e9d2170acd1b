/** Number of draws asked for: refuses what is not a non-negative integer, in the name of the public function. */
export function checkCount(where: string, n: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0))
    throw new RangeError(`${where}: expected a non-negative integer number of draws, got ${n}`);
  return n;
}

/** Refuses NaN and the infinities, in the name of the public function. */
export function checkFinite(where: string, name: string, value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${where}: expected a finite ${name}, got ${value}`);
  return value;
}
