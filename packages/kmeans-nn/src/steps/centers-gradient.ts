import { checkChoices, checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import {
  add,
  argMax,
  cast,
  matMul,
  mean,
  mul,
  oneHot,
  onesLike,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor2D,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import type { GradientKind, Reduction } from "./objective.js";
import { centerScores, softShares } from "./reconstruction.js";

export interface CentersGradientOptions {
  /** Factor on the scores before the softmax, > 0. */
  readonly temperature: number;
  readonly reduction: Reduction;
  readonly gradient: GradientKind;
  /** Weight of each sample, shape [n, 1]; 1 when absent. */
  readonly weights?: Tensor2D | undefined;
}

/** Loss and its gradient at one batch. */
export type CentersGradient = {
  /** Mean square of the error over batch and features, whatever the reduction. */
  readonly loss: Scalar;
  /** ∂L/∂C, shape [k, d]. */
  readonly gradient: Tensor2D;
};

/**
 * The gradient of the reconstruction loss in closed form. With shares p = softmax(τs), error e = pC − x and
 * g = ∂L/∂e = 2e/(bd) (`'mean'`) or 2e/b (`'batch'`):
 *
 *     ∂L/∂C = pᵀg + δᵀx − diag(1ᵀδ)·C,    δ = ∂L/∂s = τ·p ⊙ (gCᵀ − rowsum(p ⊙ gCᵀ))
 *
 * The first term is the reconstruction's, the other two come through the scores s = xCᵀ − ½‖C‖². `'hard'` has the
 * first term alone, with the one-hot argmax q for p: (2/b)·(|V_i|·C_i − Σ_{x ∈ V_i} x) with `'batch'`.
 *
 * @param x Samples [b, d].
 * @param centers Centres [k, d].
 */
export function centersGradient(
  x: Tensor2D,
  centers: Tensor2D,
  options: CentersGradientOptions,
): CentersGradient {
  checkKinds("centersGradient", {
    x: [x, "Tensor"],
    centers: [centers, "Tensor"],
    options: [options, { weights: "Tensor or undefined" }],
  });
  const { temperature, reduction, gradient, weights } = options;
  checkShape("centersGradient", "x", x.shape, ["n", "d"]);
  checkShape("centersGradient", "centers", centers.shape, ["k", x.shape[1]]);
  if (weights !== undefined) checkShape("centersGradient", "weights", weights.shape, [x.shape[0], 1]);
  checkNumbers("centersGradient", { temperature: [temperature, "> 0"] });
  checkChoices("centersGradient", {
    reduction: [reduction, ["mean", "batch"]],
    gradient: [gradient, ["soft", "hard"]],
  });
  const [b, d] = x.shape;
  const scale = reduction === "mean" ? 2 / (b * d) : 2 / b;
  return tidy(() => {
    const weighted = (t: Tensor2D): Tensor2D => (weights === undefined ? t : mul(t, weights));
    const scores = centerScores(x, centers);
    const p = softShares(scores, temperature);
    const e = sub(matMul(p, centers), x) as Tensor2D;
    const we = weighted(e);
    const loss: Scalar = weights === undefined ? mean(square(e)) : mean(mul(e, we));
    if (gradient === "hard") {
      const q = nearestOneHot(scores);
      const error = weighted(sub(matMul(q, centers), x));
      return { loss, gradient: mul<Tensor2D>(matMul(transpose(q), error), scale) };
    }
    const h = matMul(we, transpose(centers)) as Tensor2D; // gCᵀ up to the scale
    const delta = mul(mul(p, sub(h, sum(mul(p, h), 1, true))), temperature) as Tensor2D;
    const throughScores: Tensor2D = sub(
      matMul(transpose(delta), x),
      mul(transpose(sum(delta, 0, true)), centers),
    );
    return { loss, gradient: mul<Tensor2D>(add(matMul(transpose(p), we), throughScores), scale) };
  });
}

/** One-hot argmax of the scores, shape [n, k], float32. */
export function nearestOneHot(scores: Tensor2D): Tensor2D {
  const [, k] = scores.shape;
  if (k === 1) return onesLike(scores); // oneHot wants two classes at least
  // Cast afterwards: with dtype float32, oneHot of the WASM backend (4.22) writes integer bits, which read as 1e-45.
  return tidy(() => cast(oneHot(argMax(scores, 1), k), "float32") as Tensor2D);
}
