import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { readLogProbabilities } from "./read-log-probabilities.js";

/** How the next token's distribution is sharpened and cut, in this order. */
export interface DistributionOptions {
  /** T > 0: p ∝ p^(1/T). Below 1 the probable becomes more so; towards 0 it is greedy. Default 1. */
  readonly temperature?: number | undefined;
  /** Only so many of the most probable tokens, an integer ≥ 1; of equal ones the lowest. Default: all. */
  readonly topK?: number | undefined;
  /**
   * Only the fewest most probable tokens that together have at least this probability, in (0, 1], after the temperature and
   * among those that `topK` leaves. Default 1: all.
   */
  readonly topP?: number | undefined;
}

/** The names of {@link DistributionOptions}. */
export const distributionOptions = ["temperature", "topK", "topP"] as const;

/** Checks the options of a distribution. */
export function checkDistribution(caller: string, { temperature, topK, topP }: DistributionOptions): void {
  checkNumbers(caller, {
    temperature: [temperature, "> 0 or undefined"],
    topK: [topK, "integer ≥ 1 or undefined"],
    topP: [topP, "(0, 1] or undefined"],
  });
}

/**
 * The distribution that {@link sample} draws the next token from: softmax(ln p / T), cut to the `topK` most probable, then to the
 * smallest nucleus of probability `topP`, and scaled to sum 1.
 *
 * @param logProbabilities ln p of each token; −Infinity for one that must not come. Logits do as well.
 * @returns probabilities, float64, 0 for what was cut.
 * @throws TypeError or RangeError for an option, for no tokens, NaN, +Infinity, or no possible token.
 * @see A. Holtzman et al., The Curious Case of Neural Text Degeneration, 2020, for topP.
 */
export function tokenDistribution(
  logProbabilities: ArrayLike<number>,
  options: DistributionOptions = {},
): Float64Array {
  checkOptions("tokenDistribution", options, distributionOptions);
  checkDistribution("tokenDistribution", options);
  return distribution(readLogProbabilities("tokenDistribution", logProbabilities), options);
}

/** {@link tokenDistribution} of what has been checked. */
export function distribution(
  logProbabilities: ArrayLike<number>,
  { temperature = 1, topK, topP = 1 }: DistributionOptions,
): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logProbabilities.length; i++) most = Math.max(most, logProbabilities[i]!);
  const p = Float64Array.from(logProbabilities, (value) => Math.exp((value - most) / temperature));
  if (topK !== undefined || topP < 1) cut(p, topK ?? p.length, topP);
  const sum = p.reduce((total, value) => total + value, 0);
  return p.map((value) => value / sum);
}

function cut(p: Float64Array, topK: number, topP: number): void {
  const order = Array.from(p.keys()).sort((a, b) => p[b]! - p[a]!); // stable: of equal ones the lowest first
  const kept = Math.min(topK, order.length);
  let total = 0;
  for (let i = 0; i < kept; i++) total += p[order[i]!]!;
  let within = 0;
  order.forEach((token, i) => {
    if (i >= kept || within >= topP * total) p[token] = 0;
    else within += p[token]!;
  });
}
