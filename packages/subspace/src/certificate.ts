import { Matrix, pseudoInverse } from "ml-matrix";
import type { PointRows } from "./points.js";

/** Proof to first order that a subspace minimizes the sum of distances. */
export interface Certificate {
  /** Points that lie on the subspace, up to 1e-9 of the largest length (of their own, if only directions count). */
  readonly onSubspace: number;
  /**
   * The largest of the multipliers of those points, which balance the pull of all others. Below 1 every small tilt and shift of the
   * subspace makes the sum larger: a strict local minimum. Infinity where they cannot balance it.
   */
  readonly multiplier: number;
  /** Pull of the points off the subspace that is not balanced, relative to the sum of all pulls; near 0 at a stationary subspace. */
  readonly imbalance: number;
  /** multiplier ≤ 1 and imbalance ≤ 1e-6. */
  readonly holds: boolean;
}

/**
 * A tilt T of the subspace changes Σ sᵢ dᵢ at the rate −⟨G, T⟩ from the points off it, G = Σ sᵢ rᵢ yᵢᵀ / dᵢ with the residual rᵢ and the
 * coordinates yᵢ = (Bᵀ(xᵢ − c), 1), and by + Σ sᵢ ‖T yᵢ‖ from those on it. With multipliers uᵢ = G M⁻¹ yᵢ, M = Σ sᵢ yᵢ yᵢᵀ over the points on it,
 * G = Σ sᵢ uᵢ yᵢᵀ, so that ⟨G, T⟩ ≤ max‖uᵢ‖ · Σ sᵢ ‖T yᵢ‖.
 */
export function certify(
  { data, n, d }: PointRows,
  place: Float64Array,
  basis: Matrix,
  distances: Float64Array,
  scales: Float64Array,
  isAffine: boolean,
): Certificate {
  const shifted = Matrix.from1DArray(
    n,
    d,
    data.map((value, i) => value - place[i % d]!),
  );
  const inner = shifted.mmul(basis);
  const residual = Matrix.sub(shifted, inner.mmul(basis.transpose()));
  const coordinates = isAffine ? inner.clone().addColumn(inner.columns, Array<number>(n).fill(1)) : inner;
  const m = coordinates.columns;
  const lengths = shifted.to2DArray().map((row, i) => scales[i]! * Math.hypot(...row));
  const size = Math.max(...lengths);
  const isOn = distances.map((distance, i) => Number(scales[i]! * distance <= 1e-9 * size));
  const pull = Matrix.zeros(d, m);
  const moment = Matrix.zeros(m, m);
  let pulls = 0;
  for (let i = 0; i < n; i++) {
    const y = coordinates.getRowVector(i);
    if (isOn[i]) moment.add(y.transpose().mmul(y).mul(scales[i]!));
    else {
      pull.add(
        residual
          .getRowVector(i)
          .transpose()
          .mmul(y)
          .mul(scales[i]! / distances[i]!),
      );
      pulls += scales[i]! * y.norm("frobenius");
    }
  }
  const onSubspace = isOn.reduce((total, value) => total + value, 0);
  if (m === 0 || pulls === 0) return { onSubspace, multiplier: 0, imbalance: 0, holds: true };
  const solution = onSubspace > 0 ? pull.mmul(pseudoInverse(moment)) : Matrix.zeros(d, m);
  let multiplier = 0;
  for (let i = 0; i < n; i++)
    if (isOn[i])
      multiplier = Math.max(
        multiplier,
        solution.mmul(coordinates.getRowVector(i).transpose()).norm("frobenius"),
      );
  const imbalance = Matrix.sub(pull, solution.mmul(moment)).norm("frobenius") / pulls;
  return { onSubspace, multiplier, imbalance, holds: multiplier <= 1 && imbalance <= 1e-6 };
}
