/** Mean and covariance of features over images: the Gaussian that a Fréchet distance compares. */
export interface FeatureStatistics {
  /** Images measured. */
  readonly size: number;
  /** μ, d numbers. */
  readonly mean: Float64Array;
  /** Σ with divisor size − 1, d × d, row after row. */
  readonly covariance: Float64Array;
}

/**
 * Mean μ = Σᵢ xᵢ / n and covariance Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ / (n − 1) of rows, in float64 and in two passes, so that nothing cancels.
 *
 * @param rows n × d numbers, row after row.
 * @param d features of a row; an integer ≥ 1.
 * @throws RangeError for fewer than 2 rows, or a value that is not finite.
 */
export function featureStatistics(rows: ArrayLike<number>, d: number): FeatureStatistics {
  const size = rows.length / d;
  if (!(Number.isInteger(size) && size >= 2))
    throw new RangeError(
      `featureStatistics: expected at least 2 rows of ${d} features, got ${rows.length} values`,
    );
  const mean = new Float64Array(d);
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]!;
    if (!Number.isFinite(value))
      throw new RangeError(
        `featureStatistics: expected finite features, got ${value} in row ${Math.floor(i / d)}`,
      );
    mean[i % d]! += value / size;
  }
  const covariance = new Float64Array(d * d);
  const centred = new Float64Array(d);
  for (let start = 0; start < rows.length; start += d) {
    for (let j = 0; j < d; j++) centred[j] = rows[start + j]! - mean[j]!;
    for (let j = 0; j < d; j++)
      for (let k = 0; k <= j; k++) covariance[j * d + k]! += (centred[j]! * centred[k]!) / (size - 1);
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) covariance[k * d + j] = covariance[j * d + k]!;
  return { size, mean, covariance };
}
