import { k } from "./sparse-rows.mjs";

const temperature = 20;
/** Softmax weights below this are dropped: float32, which the network trains in, does not tell 1 + 1e-8 from 1. */
const negligible = 1e-8;

/**
 * The part of the literal gradient that the hard step lacks, for points whose softmax is not one-hot.
 *
 * The gradient of ‖Σ_i p_i C_i − x‖² with p = softmax(20 (x·C_i − ½‖C_i‖²)) is
 *
 *     ∂/∂C_i = 2 [p_i e + w_i (x − C_i)],  e = Σ_j p_j C_j − x,  w_i = 20 p_i (C_i·e − Σ_j p_j C_j·e).
 */
export function softGradient(rows, centres) {
  const { starts, columns, values, d } = rows;
  const x = new Float64Array(d);
  const e = new Float64Array(d);
  const gradient = new Float64Array(d * k);
  return {
    gradient,
    /** Adds a point's gradient and returns true, or returns false and adds nothing when it belongs to `best` alone. */
    add(row, best, scores, touched) {
      const near = [];
      let total = 0;
      for (let i = 0; i < k; i++) {
        const p = Math.exp(temperature * (scores[i] - scores[best]));
        if (p < negligible) continue;
        near.push({ i, p, projection: 0 });
        total += p;
      }
      if (near.length === 1) return false;
      x.fill(0);
      for (let p = starts[row]; p < starts[row + 1]; p++) x[columns[p]] = values[p];
      for (let j = 0; j < d; j++) e[j] = -x[j];
      for (const centre of near) {
        centre.p /= total;
        for (let j = 0; j < d; j++) e[j] += centre.p * centres[j * k + centre.i];
      }
      let mean = 0;
      for (const centre of near) {
        for (let j = 0; j < d; j++) centre.projection += centres[j * k + centre.i] * e[j];
        mean += centre.p * centre.projection;
      }
      for (const { i, p, projection } of near) {
        const w = temperature * p * (projection - mean);
        for (let j = 0; j < d; j++) gradient[j * k + i] += 2 * (p * e[j] + w * (x[j] - centres[j * k + i]));
        touched[i] = 1;
      }
      return true;
    },
  };
}
