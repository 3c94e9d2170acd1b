import { checkNumbers } from "@elbowjs/arguments";
import { PCG64 } from "@elbowjs/numpy-random";
import { type DecodingOptions, extended, readOptions } from "./decoding-options.js";
import { byScore, type Hypothesis } from "./hypothesis.js";
import { askNext, type NextTokens } from "./next-tokens.js";
import {
  checkDistribution,
  type DistributionOptions,
  distribution,
  distributionOptions,
} from "./token-distribution.js";

/** Options of {@link sample}. */
export interface SampleOptions extends DecodingOptions, DistributionOptions {
  /** Sequences to draw, an integer in [1, 10⁷]. Default 1. */
  readonly samples?: number | undefined;
  /** Seed of the draws, an integer in [0, 2⁵³). The i-th sequence is the same however many are drawn. Default 0. */
  readonly seed?: number | undefined;
}

/** A sequence that is being drawn. */
interface Draw {
  readonly index: number;
  prefix: Int32Array;
  score: number;
  /** Its row in the call before. */
  row: number;
}

/**
 * Sequences drawn token by token from the model's distribution, sharpened and cut as {@link DistributionOptions} say.
 *
 * @returns the sequences, the most probable first. A score is that of the model itself, whatever the temperature.
 * @throws TypeError or RangeError for an option, or for an answer of `next` that is not log-probabilities; the signal's reason.
 */
export async function sample(next: NextTokens, options: SampleOptions = {}): Promise<Hypothesis[]> {
  const shared = readOptions("sample", next, options, [...distributionOptions, "samples", "seed"]);
  const { samples = 1, seed = 0 } = options;
  checkNumbers("sample", { samples: [samples, "integer in [1, 10000000]"], seed: [seed, "integer ≥ 0"] });
  checkDistribution("sample", options);
  const { prompt, end, maxLength, signal } = shared;
  const draws = Array.from(
    { length: samples },
    (_, index): Draw => ({ index, prefix: prompt, score: 0, row: -1 }),
  );
  let open = draws;
  for (let length = 0; length < maxLength && open.length > 0; length++) {
    // At first all have the same prefix: one row is enough.
    const asked = length === 0 ? [open[0]!] : open;
    const parents = Int32Array.from(asked, ({ row }) => row);
    const rows = await askNext(
      "sample",
      next,
      asked.map(({ prefix }) => prefix),
      { parents, signal },
    );
    const sums = rows.map((row) => runningSums(distribution(row, options)));
    // The i-th number of a step is the i-th sequence's, drawn also if that is finished.
    const u = randomNumbers(new PCG64([seed, length]), samples);
    open.forEach((draw, i) => {
      draw.row = length === 0 ? 0 : i;
      const token = drawn(sums[draw.row]!, u[draw.index]!);
      draw.score += rows[draw.row]![token]!;
      draw.prefix = extended(draw.prefix, token);
    });
    open = open.filter(({ prefix }) => prefix.at(-1) !== end);
  }
  return draws.map(({ prefix, score }) => ({ tokens: prefix.slice(prompt.length), score })).sort(byScore);
}

function randomNumbers(bits: PCG64, n: number): Float64Array {
  return Float64Array.from({ length: n }, () => bits.nextDouble());
}

function runningSums(p: Float64Array): Float64Array {
  let sum = 0;
  return p.map((value) => {
    sum += value;
    return sum;
  });
}

/** The first token whose running sum is above u times the whole, by halving: one of probability 0 is never it. */
function drawn(sums: Float64Array, u: number): number {
  const target = u * sums.at(-1)!;
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
