import { checkChoices, checkOptions, refusal } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";

/** What {@link scaledDotProductAttention} works on, one row per symbol. */
export interface AttentionInput {
  /** Q, [T, k]: what each symbol asks. */
  readonly queries: DataMatrix;
  /** K, [U, k]: what each symbol is found by. */
  readonly keys: DataMatrix;
  /** V, [U, m]: what each symbol contributes. */
  readonly values: DataMatrix;
}

/** Options of {@link scaledDotProductAttention}. */
export interface ScaledAttentionOptions {
  /** `"causal"` hides the symbols after its own from each query; as many queries as keys. Default `"full"`. */
  readonly mask?: "full" | "causal";
}

/** What attention computes. */
export interface AttentionTrace {
  /** α, [T, U]; its rows sum to 1. */
  readonly weights: Matrix;
  /** S = α V, [T, m]. */
  readonly output: Matrix;
}

/** ∂ℓ/∂Q, ∂ℓ/∂K, ∂ℓ/∂V. */
export interface AttentionGradient {
  readonly queries: Matrix;
  readonly keys: Matrix;
  readonly values: Matrix;
}

/**
 * Attention of each query to all keys: e_tu = Q_t·K_u/√k, α_t = softmax(e_t), S_t = Σ_u α_tu V_u, by hand in float64. The softmax is
 * shifted by the largest e of a row.
 *
 * @throws RangeError if the shapes do not go together, or an entry is not finite; TypeError for an unknown option.
 * @see ECE/CS 559, Neural Networks, lecture 25, "(Self) attention".
 */
export function scaledDotProductAttention(
  input: AttentionInput,
  options: ScaledAttentionOptions = {},
): AttentionTrace {
  const { queries, keys, values } = read("scaledDotProductAttention", input, options);
  const scores = queries.mmul(keys.transpose()).div(Math.sqrt(queries.columns));
  const weights = Matrix.zeros(queries.rows, keys.rows);
  for (let t = 0; t < queries.rows; t++) {
    const seen = options.mask === "causal" ? t + 1 : keys.rows;
    const row = scores.getRow(t).slice(0, seen);
    const largest = Math.max(...row);
    const powers = row.map((score) => Math.exp(score - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (const [u, power] of powers.entries()) weights.set(t, u, power / total);
  }
  return { weights, output: weights.mmul(values) };
}

/**
 * Backpropagation through {@link scaledDotProductAttention}, from ∂ℓ/∂S: ∂ℓ/∂V = αᵀ ∂ℓ/∂S; ∂ℓ/∂α = ∂ℓ/∂S Vᵀ; through the softmax
 * ∂ℓ/∂e_t = α_t ∘ (∂ℓ/∂α_t − α_t·∂ℓ/∂α_t); ∂ℓ/∂Q = ∂ℓ/∂e K/√k; ∂ℓ/∂K = (∂ℓ/∂e)ᵀ Q/√k. A symbol that a query does not see has α = 0,
 * and hence no gradient from it, exactly.
 *
 * @param outputGradient ∂ℓ/∂S, [T, m].
 * @throws RangeError if the shapes do not go together, or an entry is not finite.
 */
export function scaledDotProductAttentionBackward(
  input: AttentionInput,
  outputGradient: DataMatrix,
  options: ScaledAttentionOptions = {},
): AttentionGradient {
  const caller = "scaledDotProductAttentionBackward";
  const { queries, keys, values } = read(caller, input, options);
  const gradient = dataMatrix(outputGradient, caller, "outputGradient");
  if (gradient.rows !== queries.rows || gradient.columns !== values.columns)
    throw refusal(
      new RangeError(
        `${caller}: expected outputGradient of shape [${queries.rows}, ${values.columns}], got [${gradient.rows}, ${gradient.columns}]`,
      ),
    );
  const { weights } = scaledDotProductAttention(input, options);
  const ofWeights = gradient.mmul(values.transpose());
  const along = Matrix.mul(weights, ofWeights).sum("row");
  const ofScores = ofWeights.subColumnVector(along).mul(weights).div(Math.sqrt(queries.columns));
  return {
    queries: ofScores.mmul(keys),
    keys: ofScores.transpose().mmul(queries),
    values: weights.transpose().mmul(gradient),
  };
}

function read(caller: string, input: AttentionInput, options: ScaledAttentionOptions) {
  checkOptions(caller, input, ["queries", "keys", "values"]);
  checkOptions(caller, options, ["mask"]);
  const { mask = "full" } = options;
  checkChoices(caller, { mask: [mask, ["full", "causal"]] });
  const queries = dataMatrix(input.queries, caller, "queries");
  const keys = dataMatrix(input.keys, caller, "keys");
  const values = dataMatrix(input.values, caller, "values");
  const fits = queries.columns === keys.columns && keys.rows === values.rows;
  if (!fits || (mask === "causal" && queries.rows !== keys.rows))
    throw refusal(
      new RangeError(
        `${caller}: expected queries [T, k], keys [U, k] and values [U, m]${mask === "causal" ? " with U = T" : ""}, got ${[queries, keys, values].map(({ rows, columns }) => `[${rows}, ${columns}]`).join(", ")}`,
      ),
    );
  return { queries, keys, values };
}
