import { halfNorms, score } from "./assign.mjs";
import { rules } from "./rules.mjs";
import { softGradient } from "./soft-gradient.mjs";
import { k } from "./sparse-rows.mjs";

/** ½‖C‖² beyond this will not come back: the pixels are in [0, 1], the mixture lies within ±10. */
const diverged = 1e6;

/**
 * Mini-batch k-means over the given orders of the rows, one order an epoch; an incomplete last batch is dropped.
 *
 * @returns the centres, or undefined when they diverged.
 */
export function train(rows, start, { rule, eta, b, orders }) {
  const { starts, columns, values } = rows;
  const weight = rules[rule];
  const centres = Float64Array.from(start);
  const half = halfNorms(centres);
  const scores = new Float64Array(k);
  const sums = new Float64Array(centres.length);
  const counts = new Float64Array(k);
  const seen = new Float64Array(k);
  const touched = new Uint8Array(k);
  const soft = rule === "soft" ? softGradient(rows, centres) : undefined;
  const perEpoch = Math.floor(rows.n / b);
  const T = perEpoch * orders.length;
  for (let t = 0; t < T; t++) {
    const order = orders[Math.floor(t / perEpoch)];
    const first = (t % perEpoch) * b;
    for (let at = first; at < first + b; at++) {
      const row = order[at];
      const i = score(rows, row, centres, half, scores);
      if (soft?.add(row, i, scores, touched)) continue;
      touched[i] = 1;
      counts[i]++;
      for (let p = starts[row]; p < starts[row + 1]; p++) sums[columns[p] * k + i] += values[p];
    }
    for (let i = 0; i < k; i++) {
      if (touched[i] === 0) continue;
      touched[i] = 0;
      const count = counts[i];
      counts[i] = 0;
      seen[i] += count;
      const alpha = count === 0 ? 0 : weight({ eta, count, b, seen: seen[i], left: 1 - t / T });
      const perPoint = count === 0 ? 0 : alpha / count;
      let square = 0;
      for (let at = i; at < centres.length; at += k) {
        let c = (1 - alpha) * centres[at] + perPoint * sums[at];
        sums[at] = 0;
        if (soft) {
          c -= (eta / b) * soft.gradient[at];
          soft.gradient[at] = 0;
        }
        centres[at] = c;
        square += c * c;
      }
      half[i] = square / 2;
      if (!(half[i] < diverged)) return undefined;
    }
  }
  return centres;
}
