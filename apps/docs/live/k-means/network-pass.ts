/** What the network does with one image, by its formulas: scores, shares, reconstruction and error. */
export interface NetworkPass {
  /** s = C·x − ½‖C_i‖². */
  readonly scores: readonly number[];
  /** p = softmax(temperature · s). */
  readonly shares: readonly number[];
  /** Distances from the image to the centres. */
  readonly distances: readonly number[];
  /** p·C. */
  readonly reconstruction: Float32Array;
  /** p·C − x. */
  readonly error: Float32Array;
  /** Mean square of the error. */
  readonly loss: number;
}

/**
 * Takes an image through the network.
 *
 * @param hard Whether the centre with the largest score takes it whole.
 */
export function networkPass(
  image: Float32Array,
  centers: Float32Array,
  { temperature, hard }: { readonly temperature: number; readonly hard: boolean },
): NetworkPass {
  const d = image.length;
  const k = centers.length / d;
  const scores = Array.from({ length: k }, (_, i) => {
    let score = 0;
    for (let j = 0; j < d; j++) {
      const c = centers[i * d + j]!;
      score += c * image[j]! - (c * c) / 2;
    }
    return score;
  });
  const most = Math.max(...scores);
  const weights = scores.map((score) =>
    hard ? Number(score === most) : Math.exp(temperature * (score - most)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const reconstruction = new Float32Array(d);
  for (const [i, share] of shares.entries())
    for (let j = 0; j < d; j++) reconstruction[j]! += share * centers[i * d + j]!;
  const error = reconstruction.map((value, j) => value - image[j]!);
  const squared = image.reduce((sum, value) => sum + value * value, 0);
  return {
    scores,
    shares,
    distances: scores.map((score) => Math.sqrt(Math.max(0, squared - 2 * score))),
    reconstruction,
    error,
    loss: error.reduce((sum, value) => sum + value * value, 0) / d,
  };
}
