/**
 * A corruption process C(x̂|x): what a denoising autoencoder is shown instead of x. Each value is corrupted by itself, and the random
 * number of value i depends on the seed and on i alone, by integer arithmetic and correctly rounded operations: the same bits in every
 * engine, on every backend, in any order.
 */
export interface Corruption {
  /** What it is called in reports and checkpoints. */
  readonly name: "masking" | "salt-and-pepper" | "gaussian";
  /** Its p or σ. */
  readonly level: number;
  /**
   * x̂ of values, into a new array.
   *
   * @param values any number of them.
   * @param seed integer in [0, 2⁵³).
   * @throws TypeError or RangeError for other values or seeds.
   */
  apply(values: Float32Array, seed: number): Float32Array;
  /** E[x̂|x] = slope·x + offset. */
  readonly slope: number;
  readonly offset: number;
  /** The mean over x of Var[x̂|x], from E[x] and E[x²]; what a linear denoiser needs to know. */
  noise(mean: number, meanSquare: number): number;
}
