import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { PCG64, permutation } from "@elbowjs/numpy-random";

/** Number of the stream of random numbers that orders are drawn from; a model's other draws have other numbers. */
const orderStream = 1;

/**
 * The order in which an epoch visits its samples: NumPy's `default_rng([seed, 1, epoch]).permutation(size)`. A function of
 * its arguments alone, hence a training that is resumed, in another place or language, visits the same samples.
 *
 * @param size Number of samples, an integer ≥ 0 and < 2³¹.
 * @param seed Integer in [0, 2⁵³).
 * @param epoch Number of the epoch, an integer ≥ 0; each has its own order.
 * @throws TypeError or RangeError if an argument is not such an integer.
 */
export function epochOrder(size: number, seed: number, epoch: number): Int32Array {
  checkNumbers("epochOrder", { seed: [seed, "integer ≥ 0"], epoch: [epoch, "integer ≥ 0"] });
  return seededOrder(size, [seed, orderStream, epoch]);
}

/**
 * A random order of 0 … size − 1: NumPy's `default_rng(seed).permutation(size)`, the same in every engine.
 *
 * @param size How many, an integer ≥ 0 and < 2³¹.
 * @param seed Integer ≥ 0, or a list of them: `[seed, 7]` is another order of the same seed.
 * @throws TypeError or RangeError if `size` or a seed is not such an integer.
 */
export function seededOrder(size: number, seed: number | readonly number[]): Int32Array {
  checkNumbers("seededOrder", { size: [size, "integer in [0, 2147483648)"] });
  const words = typeof seed === "number" ? [seed] : seed;
  if (!Array.isArray(words) && !ArrayBuffer.isView(words))
    throw refusal(
      new TypeError(`seededOrder: expected seed to be a number or an array of numbers, got ${shown(words)}`),
    );
  for (const word of words) checkNumbers("seededOrder", { seed: [word, "integer ≥ 0"] });
  return permutation(new PCG64([...words]), size);
}
