import { type ChoiceOptions, choice } from "./choice.js";
import { checkBits } from "./draw-arguments.js";
import { standardExponential } from "./exponential.js";
import type { MutableList } from "./fisher-yates.js";
import { type IntegersOptions, integers } from "./integers.js";
import { normal, standardNormal } from "./normal.js";
import { PCG64 } from "./pcg64.js";
import { permutation, shuffle } from "./permutation.js";
import type { Entropy, SeedSequence } from "./seed-sequence.js";
import { random, uniform } from "./uniform.js";

/**
 * NumPy's `Generator`: every distribution of this package as a method over one bit generator. Without a count a method
 * returns one number, with it an array. It carries all the distributions into a bundle; to carry only some, call their
 * functions over a {@link PCG64}.
 */
export class Generator {
  /** Where the bits come from. */
  readonly bits: PCG64;

  constructor(bits: PCG64) {
    checkBits("Generator", bits);
    this.bits = bits;
  }

  /** See {@link random}. */
  random(): number;
  random(n: number): Float64Array;
  random(n?: number): number | Float64Array {
    return random(this.bits, n);
  }

  /** See {@link uniform}. */
  uniform(low?: number, high?: number): number;
  uniform(low: number, high: number, n: number): Float64Array;
  uniform(low?: number, high?: number, n?: number): number | Float64Array {
    return uniform(this.bits, low, high, n);
  }

  /** See {@link standardNormal}. */
  standardNormal(): number;
  standardNormal(n: number): Float64Array;
  standardNormal(n?: number): number | Float64Array {
    return standardNormal(this.bits, n);
  }

  /** See {@link normal}. */
  normal(mean?: number, deviation?: number): number;
  normal(mean: number, deviation: number, n: number): Float64Array;
  normal(mean?: number, deviation?: number, n?: number): number | Float64Array {
    return normal(this.bits, mean, deviation, n);
  }

  /** See {@link standardExponential}. */
  standardExponential(): number;
  standardExponential(n: number): Float64Array;
  standardExponential(n?: number): number | Float64Array {
    return standardExponential(this.bits, n);
  }

  /** See {@link integers}. */
  integers(low: number, high: number): number;
  integers(low: number, high: number, n: number, options?: IntegersOptions): Int32Array | Float64Array;
  integers(
    low: number,
    high: number,
    n?: number,
    options?: IntegersOptions,
  ): number | Int32Array | Float64Array {
    return integers(this.bits, low, high, n, options);
  }

  /** See {@link permutation}. */
  permutation(n: number): Int32Array;
  permutation<T>(list: ArrayLike<T>): T[];
  permutation<T>(n: number | ArrayLike<T>): Int32Array | T[] {
    return permutation(this.bits, n);
  }

  /** See {@link shuffle}. */
  shuffle<L extends MutableList>(list: L): L {
    return shuffle(this.bits, list);
  }

  /** See {@link choice}. */
  choice(n: number): number;
  choice(n: number, size: number, options?: ChoiceOptions): Int32Array;
  choice(n: number, size?: number, options?: ChoiceOptions): number | Int32Array {
    return choice(this.bits, n, size, options);
  }

  /** `n` generators on independent streams, as NumPy's `spawn`. */
  spawn(n: number): Generator[] {
    return this.bits.spawn(n).map((bits) => new Generator(bits));
  }
}

/**
 * NumPy's `default_rng(seed)`: a {@link Generator} over {@link PCG64} whose draws are NumPy's, bit for bit.
 *
 * @param seed A non-negative integer, bigint, array of them, SeedSequence or PCG64. Default: fresh entropy.
 * @throws RangeError or TypeError for a seed that is none of these.
 */
export function defaultRng(seed?: Entropy | SeedSequence | PCG64): Generator {
  return new Generator(seed instanceof PCG64 ? seed : new PCG64(seed));
}
