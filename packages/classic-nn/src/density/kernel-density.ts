import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";

/**
 * Scott's bandwidth h = σ·n^(−1/(d+4)), with σ² the mean of the d unbiased variances: wide for few points, narrow for
 * many.
 *
 * @param points n×d, n ≥ 2, not all equal.
 * @throws RangeError if there is one point only or all are equal: they say nothing of the width.
 * @see D. W. Scott, Multivariate Density Estimation (1992).
 */
export function scottBandwidth(points: DataMatrix): number {
  const x = dataMatrix(points, "scottBandwidth", "points");
  const { rows: n, columns: d } = x;
  const variance = n < 2 ? 0 : x.variance("column").reduce((a, b) => a + b) / d;
  if (!(variance > 0))
    throw new RangeError(
      `scottBandwidth: expected at least two different points, got shape [${n}, ${d}] without spread; pass a bandwidth`,
    );
  return Math.sqrt(variance) * n ** (-1 / (d + 4));
}

/**
 * Kernel density estimate p(x) = (1/n) Σ_i N(x; x_i, h²I): a Gaussian bump on every point. Returned as log p, by
 * log-sum-exp, so that it is finite far from all points.
 *
 * @param points n×d, the data.
 * @param at m×d, where to evaluate.
 * @param options `bandwidth` h > 0, in units of the data; default {@link scottBandwidth}.
 * @returns m numbers, nats.
 * @throws RangeError if shapes differ, a number is not finite or h is not positive.
 * @see E. Parzen, On estimation of a probability density function and mode (1962); ECE/CS 559, lecture 19.
 */
export function kernelLogDensity(
  points: DataMatrix,
  at: DataMatrix,
  options: { readonly bandwidth?: number } = {},
): Float64Array {
  checkOptions("kernelLogDensity", options, ["bandwidth"]);
  const data = dataMatrix(points, "kernelLogDensity", "points");
  const query = dataMatrix(at, "kernelLogDensity", "at");
  if (query.columns !== data.columns)
    throw new RangeError(
      `kernelLogDensity: expected at of shape [m, ${data.columns}] to match points [${data.rows}, ${data.columns}], got [${query.rows}, ${query.columns}]`,
    );
  const { bandwidth = scottBandwidth(data) } = options;
  checkNumbers("kernelLogDensity", { bandwidth: [bandwidth, "(0, ∞)"] });
  const { rows: n, columns: d } = data;
  const logNormaliser = Math.log(n) + (d / 2) * Math.log(2 * Math.PI) + d * Math.log(bandwidth);
  const centres = data.to2DArray();
  return Float64Array.from(query.to2DArray(), (x) => {
    const exponents = centres.map(
      (centre) => -centre.reduce((total, c, i) => total + ((x[i]! - c) / bandwidth) ** 2, 0) / 2,
    );
    const max = exponents.reduce((a, b) => Math.max(a, b));
    return max + Math.log(exponents.reduce((total, e) => total + Math.exp(e - max), 0)) - logNormaliser;
  });
}
