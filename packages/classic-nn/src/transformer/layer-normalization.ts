import { checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";

/** What is learnt of a layer normalisation. */
export interface LayerNormalization {
  /** γ, one per feature. */
  readonly gamma: ArrayLike<number>;
  /** β, one per feature. */
  readonly beta: ArrayLike<number>;
  /** ε > 0. Default 1e-5. */
  readonly epsilon?: number;
}

/** What layer normalisation computes. */
export interface NormalizationTrace {
  /** x̂ = (x − μ)/√(σ² + ε), [T, d]. */
  readonly normalized: Matrix;
  /** √(σ² + ε) of each row. */
  readonly deviations: number[];
  /** y = γ ∘ x̂ + β. */
  readonly output: Matrix;
}

/** ∂ℓ/∂x, ∂ℓ/∂γ, ∂ℓ/∂β. */
export interface NormalizationGradient {
  readonly input: Matrix;
  readonly gamma: number[];
  readonly beta: number[];
}

/**
 * Layer normalisation of each symbol over its features: y = γ ∘ (x − μ)/√(σ² + ε) + β with μ and σ² the mean and variance (divisor d)
 * of its row, by hand in float64. The lecture writes σ² without the −μ and averages with 1/T; this is the original's.
 *
 * @param x [T, d].
 * @throws RangeError if γ or β does not have d entries, ε is not > 0, or an entry is not finite.
 * @see ECE/CS 559, Neural Networks, lecture 25, "Add and normalize"; J. Ba et al., Layer Normalization, 2016, equation 4.
 */
export function layerNormalization(x: DataMatrix, layer: LayerNormalization): NormalizationTrace {
  return trace("layerNormalization", x, layer);
}

function trace(caller: string, x: DataMatrix, layer: LayerNormalization): NormalizationTrace {
  checkOptions(caller, layer, ["gamma", "beta", "epsilon"]);
  const rows = dataMatrix(x, caller, "x");
  const gamma = dataVector(layer.gamma, caller, "gamma", rows.columns);
  const beta = dataVector(layer.beta, caller, "beta", rows.columns);
  const { epsilon = 1e-5 } = layer;
  checkNumbers(caller, { epsilon: [epsilon, "> 0"] });
  const centred = rows.subColumnVector(rows.mean("row"));
  const deviations = Array.from({ length: rows.rows }, (_, t) => {
    const squares = centred.getRow(t).reduce((sum, value) => sum + value * value, 0);
    return Math.sqrt(squares / rows.columns + epsilon);
  });
  const normalized = centred.divColumnVector(deviations);
  const output = normalized.clone().mulRowVector(Array.from(gamma)).addRowVector(Array.from(beta));
  return { normalized, deviations, output };
}

/**
 * Backpropagation through {@link layerNormalization}, from ∂ℓ/∂y: ∂ℓ/∂γ = Σ_t ∂ℓ/∂y ∘ x̂, ∂ℓ/∂β = Σ_t ∂ℓ/∂y, and with g = γ ∘ ∂ℓ/∂y,
 * ∂ℓ/∂x = (g − mean(g) − x̂·mean(g ∘ x̂))/√(σ² + ε), the means over each row.
 *
 * @param outputGradient ∂ℓ/∂y, [T, d].
 * @throws RangeError if the shapes do not go together, or an entry is not finite.
 */
export function layerNormalizationBackward(
  x: DataMatrix,
  layer: LayerNormalization,
  outputGradient: DataMatrix,
): NormalizationGradient {
  const caller = "layerNormalizationBackward";
  const { normalized, deviations } = trace(caller, x, layer);
  const gradient = dataMatrix(outputGradient, caller, "outputGradient");
  if (gradient.rows !== normalized.rows || gradient.columns !== normalized.columns)
    throw refusal(
      new RangeError(
        `${caller}: expected outputGradient of shape [${normalized.rows}, ${normalized.columns}], got [${gradient.rows}, ${gradient.columns}]`,
      ),
    );
  const g = gradient.clone().mulRowVector(Array.from(layer.gamma));
  const along = Matrix.mul(g, normalized).mean("row");
  const input = Matrix.sub(g, normalized.clone().mulColumnVector(along))
    .subColumnVector(g.mean("row"))
    .divColumnVector(deviations);
  return { input, gamma: Matrix.mul(gradient, normalized).sum("column"), beta: gradient.sum("column") };
}
