import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";

/** Gradients after clipping by norm. */
export interface ClippedNorm {
  readonly gradients: Float64Array[];
  /** √ΣΣ g² over all arrays, before. */
  readonly norm: number;
  /** What they were multiplied by, in (0, 1]. */
  readonly scale: number;
}

/**
 * Clips gradients to a ball: when their joint Euclidean norm is above maxNorm they are all multiplied by
 * maxNorm/norm. The direction of descent stays.
 *
 * @param gradients One array a parameter.
 * @throws RangeError if maxNorm is not positive or a gradient is empty or not finite.
 * @see R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks (2013);
 * torch.nn.utils.clip_grad_norm_, which adds 1e-6 to the norm it divides by.
 */
export function clipByNorm(gradients: readonly ArrayLike<number>[], maxNorm: number): ClippedNorm {
  checkNumbers("clipByNorm", { maxNorm: [maxNorm, "> 0"] });
  checkKinds("clipByNorm", { gradients: [gradients, ["numbers"]] });
  const all = gradients.map((g, k) => dataVector(g, "clipByNorm", `gradient ${k}`));
  // Norm of norms: hypot does not overflow where a sum of squares would.
  const norm = Math.hypot(...all.map((g) => g.reduce((total, gi) => Math.hypot(total, gi), 0)));
  const scale = norm > maxNorm ? maxNorm / norm : 1;
  return { gradients: all.map((g) => g.map((gi) => gi * scale)), norm, scale };
}

/**
 * Clips each entry of a gradient to [−bound, bound]. The direction of descent may turn.
 *
 * @throws RangeError if bound is not positive or the gradient is empty or not finite.
 */
export function clipByValue(gradient: ArrayLike<number>, bound: number): Float64Array {
  checkNumbers("clipByValue", { bound: [bound, "> 0"] });
  return dataVector(gradient, "clipByValue", "gradient").map((g) => Math.min(bound, Math.max(-bound, g)));
}
