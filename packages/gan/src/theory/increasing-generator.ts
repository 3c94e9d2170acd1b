import { checkKinds, refusal, shown } from "@elbowjs/arguments";
import type { Density } from "@elbowjs/divergences";

/** Where a distribution lives. */
export interface IntervalOptions {
  /** A finite interval that has all of the mass. Default [0, 1]. */
  readonly interval?: readonly [from: number, to: number];
}

/**
 * The increasing generator whose G(Z), Z uniform on [0, 1], has a given distribution: G = F⁻¹, the inverse of the cumulative
 * distribution function.
 *
 * It is the only increasing one: F(G(z)) = P(G(Z) ≤ G(z)) = P(Z ≤ z) = z. Without that condition there are others, as G(1 − z).
 *
 * @param cumulative F, continuous and increasing from 0 to 1 over the interval.
 * @returns z in [0, 1] to x in the interval, to the last bits of float64, by bisection.
 * @throws TypeError for what is no function; RangeError for an interval that is none, an F that is not 0 and 1 at its ends, and, of the
 *   generator, a z outside [0, 1].
 * @see ECE/CS 559, mock final 2024, question 5 (b): F(x) = 2x − x² gives G(z) = 1 − √(1 − z).
 */
export function increasingGenerator(
  cumulative: (x: number) => number,
  { interval = [0, 1] }: IntervalOptions = {},
): (z: number) => number {
  const caller = "increasingGenerator";
  checkKinds(caller, { cumulative: [cumulative, "function"] });
  const [from, to] = checkInterval(caller, interval);
  for (const [end, value] of [
    [from, 0],
    [to, 1],
  ] as const)
    if (!(Math.abs(cumulative(end) - value) <= 1e-9))
      throw refusal(
        new RangeError(
          `${caller}: expected cumulative to be ${value} at ${end}, got ${shown(cumulative(end))}`,
        ),
      );
  return (z) => {
    if (!(z >= 0 && z <= 1))
      throw refusal(new RangeError(`${caller}: expected z in [0, 1], got ${shown(z)}`));
    let [low, high] = [from, to];
    for (;;) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) return middle;
      if (cumulative(middle) < z) low = middle;
      else high = middle;
    }
  };
}

/** What {@link generatedDensity} needs to know of a generator. */
export interface GeneratedDensityOptions {
  /** G′, > 0 between 0 and 1. */
  readonly slope: (z: number) => number;
}

/**
 * The density of G(Z), Z uniform on [0, 1], for an increasing differentiable G: q(x) = 1 / G′(G⁻¹(x)) between G(0) and G(1), 0 elsewhere.
 *
 * @param generator G, increasing on [0, 1]; it is inverted by bisection.
 * @throws TypeError for what is no function; RangeError for a generator that does not grow.
 * @see ECE/CS 559, lecture 19, derived distributions.
 */
export function generatedDensity(
  generator: (z: number) => number,
  { slope }: GeneratedDensityOptions,
): Density {
  const caller = "generatedDensity";
  checkKinds(caller, { generator: [generator, "function"], slope: [slope, "function"] });
  const [from, to] = [generator(0), generator(1)];
  if (!(from < to))
    throw refusal(
      new RangeError(
        `${caller}: expected an increasing generator, got ${shown(from)} at 0 and ${shown(to)} at 1`,
      ),
    );
  return (x) => {
    if (!(x >= from && x <= to)) return 0;
    let [low, high] = [0, 1];
    for (;;) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) return 1 / slope(middle);
      if (generator(middle) < x) low = middle;
      else high = middle;
    }
  };
}

function checkInterval(caller: string, interval: readonly [number, number]): readonly [number, number] {
  const isOne =
    Array.isArray(interval) &&
    interval.length === 2 &&
    interval.every(Number.isFinite) &&
    interval[0] < interval[1];
  if (isOne) return interval;
  throw refusal(
    new RangeError(
      `${caller}: expected interval to be [from, to], finite, from < to, got ${shown(interval)}`,
    ),
  );
}
