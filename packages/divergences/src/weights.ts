import { checkFinite, shown } from "@elbowjs/arguments";

/**
 * Weights of n points, divided by their sum; 1/n each where they are left out.
 *
 * @throws TypeError for what is no list; RangeError for another count, for negative ones or NaN, and where all are 0.
 */
export function readWeights(
  caller: string,
  name: string,
  weights: ArrayLike<number> | undefined,
  n: number,
): Float64Array {
  if (weights === undefined) return new Float64Array(n).fill(1 / n);
  const masses = readMasses(caller, name, weights);
  if (masses.length !== n)
    throw new RangeError(`${caller}: expected ${n} ${name}, one per point, got ${masses.length}`);
  const total = sum(masses);
  return masses.map((mass) => mass / total);
}

/** Masses of any positive total. */
export function readMasses(caller: string, name: string, masses: ArrayLike<number>): Float64Array {
  if (typeof masses !== "object" || masses === null || typeof masses.length !== "number")
    throw new TypeError(`${caller}: expected ${name} to be a list of numbers, got ${shown(masses)}`);
  if (masses.length === 0) throw new RangeError(`${caller}: expected at least one mass in ${name}, got none`);
  checkFinite(caller, name, masses, { within: [0, Number.MAX_VALUE] });
  const copy = Float64Array.from(masses);
  if (!copy.some((mass) => mass > 0))
    throw new RangeError(`${caller}: expected ${name} to have a mass above 0, got ${copy.length} zeros`);
  return copy;
}

/** The rounding that a distribution's sum may be off by. */
const roundOff = 1e-9;

/** Probabilities: masses that sum to 1 within 1e-9. */
export function readProbabilities(caller: string, name: string, p: ArrayLike<number>): Float64Array {
  const masses = readMasses(caller, name, p);
  const excess = sum(masses) - 1;
  if (!(Math.abs(excess) <= roundOff))
    throw new RangeError(
      `${caller}: expected ${name} to sum to 1, got ${1 + excess}, ${Math.abs(excess).toPrecision(3)} too ${excess > 0 ? "much" : "little"}; divide by the sum`,
    );
  return masses;
}

/** Two distributions over the same outcomes. */
export function readDistributions(
  caller: string,
  p: ArrayLike<number>,
  q: ArrayLike<number>,
): readonly [Float64Array, Float64Array] {
  const pair = [readProbabilities(caller, "p", p), readProbabilities(caller, "q", q)] as const;
  if (pair[0].length !== pair[1].length)
    throw new RangeError(
      `${caller}: expected p and q over the same outcomes, got ${pair[0].length} and ${pair[1].length}`,
    );
  return pair;
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
