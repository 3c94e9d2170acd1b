import { add, div, exp, mul, slice, square, sub, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";

/** N(μ, diag σ²) at each image: μ and ln σ², each `[n, d]`. */
export interface DiagonalGaussian {
  readonly mean: Tensor2D;
  readonly logVar: Tensor2D;
}

/**
 * A network's output as a Gaussian: the left half is μ, the right half ln σ².
 *
 * @param both shape `[n, 2d]`.
 */
export function diagonalGaussian(both: Tensor): DiagonalGaussian {
  const [n, width] = both.shape as [number, number];
  const d = width / 2;
  return {
    mean: slice(both, [0, 0], [n, d]) as Tensor2D,
    logVar: slice(both, [0, d], [n, d]) as Tensor2D,
  };
}

/** The draw z = μ + σ·ε; one row of μ and σ serves every row of ε. */
export function draw({ mean, logVar }: DiagonalGaussian, noise: Tensor2D): Tensor2D {
  return add(mean, mul(exp(mul(logVar, 0.5)), noise));
}

/**
 * ln q(z) − ln p(z) by unit at a draw z = μ + σ·ε of q: ½(ln σₚ² − ln σ² + (z − μₚ)²/σₚ² − ε²), the two 2π cancelling. Its mean
 * over ε is KL(q ‖ p); one draw may be negative.
 *
 * @param noise ε, shape `[n, d]`.
 * @param p shape `[n, d]`. Default: N(0, I).
 */
export function logRatio(q: DiagonalGaussian, noise: Tensor2D, z: Tensor2D, p?: DiagonalGaussian): Tensor2D {
  const cost = p ? add(p.logVar, div(square(sub(z, p.mean)), exp(p.logVar))) : square(z);
  return mul(sub(cost, add(q.logVar, square(noise))), 0.5);
}
