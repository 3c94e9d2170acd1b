import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { choleskyFactor, solveRows } from "./cholesky.js";
import { checkCorruption } from "./corruption/check-corruption.js";
import type { Corruption } from "./corruption/corruption.js";

/** The best linear denoiser of a set of images. */
export interface LinearDenoiser {
  /** Numbers per image, d. */
  readonly features: number;
  /** A, d × d, row by row: the estimate of x is μ + A(x̂ − E[x̂]). */
  readonly matrix: Float64Array;
  /** Estimates for images, one after another, of which it returns new ones. @throws TypeError or RangeError for other values. */
  apply(corrupted: Float32Array): Float32Array;
}

/**
 * The linear map that leaves the least mean squared error, the Wiener filter: with x of mean μ and covariance C, and
 * E[x̂|x] = s·x + o with mean noise variances n, A = s·C(s²C + diag n)⁻¹, the estimate being μ + A(x̂ − sμ − o). Moments from the
 * images, in float64.
 *
 * @param images values in [0, 1], at least two, of any kind that `toSamples` takes.
 * @throws TypeError or RangeError for what are no such images or no corruption, or for a corruption without noise.
 * @see N. Wiener, Extrapolation, Interpolation, and Smoothing of Stationary Time Series, 1949.
 */
export async function linearDenoiser(images: SamplesInput, corruption: Corruption): Promise<LinearDenoiser> {
  const caller = "linearDenoiser";
  if (corruption === undefined)
    throw refusal(
      new TypeError(`${caller}: expected a corruption such as gaussianNoise(0.5), got undefined`),
    );
  checkCorruption(caller, corruption);
  checkNumbers(caller, { "the corruption's level": [corruption.level, "> 0"] });
  const samples = await toSamples(caller, images, { within: [0, 1], classes: 0, least: 2 });
  const d = samples.features;
  if (d > 4096)
    throw refusal(
      new RangeError(`${caller}: expected at most 4096 features, got ${d}; the matrix has d² numbers`),
    );
  const { mean, covariance } = moments(samples.size, d, (start, end) => samples.slice(start, end));
  const { slope, offset } = corruption;
  const noisy = covariance.map((value) => slope * slope * value);
  for (let i = 0; i < d; i++) {
    const meanSquare = covariance[i * d + i]! + mean[i]! ** 2;
    // A pixel that is the same in all images and is never corrupted would leave the matrix singular.
    noisy[i * d + i]! += Math.max(corruption.noise(mean[i]!, meanSquare), 1e-12);
  }
  // Rows of A solve (s²C + N) aᵢ = s·cᵢ, as both matrices are symmetric.
  const matrix = solveRows(
    choleskyFactor(noisy, d),
    covariance.map((value) => slope * value),
    d,
  );
  return { features: d, matrix, apply: (corrupted) => filter(corrupted, matrix, mean, { slope, offset }) };
}

/** Images that are summed at a time, so that float64 copies stay small. */
const block = 500;

/** Mean and covariance, with divisor n, over images of d numbers. */
function moments(
  n: number,
  d: number,
  slice: (start: number, end: number) => Float32Array,
): { readonly mean: Float64Array; readonly covariance: Float64Array } {
  const mean = new Float64Array(d);
  const covariance = new Float64Array(d * d);
  for (let start = 0; start < n; start += block) {
    const end = Math.min(start + block, n);
    const values = slice(start, end);
    for (let row = 0; row < end - start; row++)
      addOuter(values.subarray(row * d, (row + 1) * d), mean, covariance);
  }
  for (let i = 0; i < d; i++) mean[i]! /= n;
  for (let i = 0; i < d; i++)
    for (let j = i; j < d; j++) {
      const value = covariance[i * d + j]! / n - mean[i]! * mean[j]!;
      covariance[i * d + j] = value;
      covariance[j * d + i] = value;
    }
  return { mean, covariance };
}

/** Adds x to the sum and xxᵀ, its upper half, to the products; zeros, most of a digit, cost nothing. */
function addOuter(x: Float32Array, sum: Float64Array, products: Float64Array): void {
  const d = x.length;
  for (let i = 0; i < d; i++) {
    const value = x[i]!;
    if (value === 0) continue;
    sum[i]! += value;
    for (let j = i, place = i * d + i; j < d; j++, place++) products[place]! += value * x[j]!;
  }
}

function filter(
  corrupted: Float32Array,
  matrix: Float64Array,
  mean: Float64Array,
  { slope, offset }: { readonly slope: number; readonly offset: number },
): Float32Array {
  const d = mean.length;
  if (!(corrupted instanceof Float32Array) || corrupted.length % d !== 0)
    throw refusal(
      new TypeError(
        `LinearDenoiser.apply: expected a Float32Array of a multiple of ${d} values, got ${shown(corrupted)}`,
      ),
    );
  const out = new Float32Array(corrupted.length);
  const centred = new Float64Array(d);
  for (let start = 0; start < corrupted.length; start += d) {
    for (let j = 0; j < d; j++) centred[j] = corrupted[start + j]! - slope * mean[j]! - offset;
    for (let i = 0; i < d; i++) {
      let sum = mean[i]!;
      for (let j = 0, place = i * d; j < d; j++, place++) sum += matrix[place]! * centred[j]!;
      out[start + i] = sum;
    }
  }
  return out;
}
