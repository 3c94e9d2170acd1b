import { checkChoices } from "@elbowjs/arguments";
import { type Weight, type WeightSource, zeros } from "@elbowjs/layers";
import {
  add,
  exp,
  matMul,
  mul,
  neg,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  tensor,
} from "@tensorflow/tfjs-core";

/**
 * What the decoder's covariance Σ may be: I as in the source, σ²I, a diagonal, or any. It is kept as M with Σ⁻¹ = MᵀM, M lower
 * triangular with a positive diagonal, which every covariance has exactly once.
 */
export type CovarianceKind = "identity" | "scalar" | "diagonal" | "full";

/** A learnable Σ: x|z ~ N(f(z), Σ), −ln p(x|z) = ½‖M(x − f)‖² − ln det M + ½·p·ln 2π. */
export interface Covariance {
  /** `log_diagonal` and, in full, `lower`. */
  readonly weights: readonly Weight[];
  /** M(f − x) for each row of f − x, shape `[n, p]`. */
  whiten(residual: Tensor): Tensor;
  /** ln det M. Without it the likelihood would have no bound: M → 0 makes every residual small. */
  logDeterminant(): Scalar;
}

/** Refuses another kind. @throws RangeError */
export function checkCovariance(caller: string, kind: CovarianceKind): void {
  checkChoices(caller, { covariance: [kind, ["identity", "scalar", "diagonal", "full"]] });
}

/**
 * A covariance that starts at I. The diagonal of M is kept as its logarithm, so that it stays positive.
 *
 * @param pixels p.
 * @param weights where the first values come from: zeros, or a file's.
 */
export function covariance(kind: CovarianceKind, pixels: number, weights: WeightSource): Covariance {
  const logDiagonal = (size: number) => weights.make("log_diagonal", [size], zeros);
  switch (kind) {
    case "identity":
      return { weights: [], whiten: (residual) => residual.clone(), logDeterminant: () => scalar(0) };
    case "scalar": {
      const s = logDiagonal(1);
      return {
        weights: [s],
        whiten: (residual) => mul(residual, exp(s.variable)),
        logDeterminant: () => mul(sum(s.variable), pixels),
      };
    }
    case "diagonal": {
      const s = logDiagonal(pixels);
      return {
        weights: [s],
        whiten: (residual) => mul(residual, exp(s.variable)),
        logDeterminant: () => sum(s.variable),
      };
    }
    case "full": {
      const s = logDiagonal(pixels);
      const lower = weights.make("lower", [pixels, pixels], zeros);
      const below = Float32Array.from({ length: pixels * pixels }, (_, i) =>
        Number(i % pixels < Math.floor(i / pixels)),
      );
      return {
        weights: [s, lower],
        whiten: (residual) => {
          const strict = mul(lower.variable, tensor(below, [pixels, pixels]));
          return add(mul(residual, exp(s.variable)), matMul(residual, strict, false, true));
        },
        logDeterminant: () => sum(s.variable),
      };
    }
  }
}

/** −2·ln det M / elements, what the log-determinant adds to a mean square over so many elements. */
export function logDeterminantTerm(of: Covariance, elements: number): Scalar {
  return neg(mul(of.logDeterminant(), 2 / elements));
}
