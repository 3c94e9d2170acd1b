import {
  matMul,
  mul,
  softmax,
  square,
  sub,
  sum,
  type Tensor2D,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";

/**
 * Scores x·Cᵀ − ½‖C_i‖², shape [n, k]: the largest belongs to the nearest centre, for
 * ‖x − C_i‖² = ‖x‖² − 2·score_i.
 */
export function centerScores(x: Tensor2D, centers: Tensor2D): Tensor2D {
  // Transposed by an operation of its own: the WASM backend multiplies plain matrices several times as fast.
  return tidy(() => sub(matMul(x, transpose(centers)), mul(sum(square(centers), 1), 0.5)));
}

/** Shares p = softmax(temperature · scores), shape [n, k]; each row sums to 1. */
export function softShares(scores: Tensor2D, temperature: number): Tensor2D {
  return tidy(() => softmax<Tensor2D>(mul(scores, temperature)));
}

/** Error of the reconstruction, e = p·C − x, shape [n, d]. */
export function reconstructionError(x: Tensor2D, centers: Tensor2D, temperature: number): Tensor2D {
  return tidy(() => sub(matMul(softShares(centerScores(x, centers), temperature), centers), x));
}
