import { k } from "./sparse-rows.mjs";

/** ½‖C_i‖² of every centre. */
export function halfNorms(centres, out = new Float64Array(k)) {
  out.fill(0);
  for (let at = 0; at < centres.length; at += k) {
    for (let i = 0; i < k; i++) out[i] += centres[at + i] * centres[at + i] * 0.5;
  }
  return out;
}

/**
 * The scores x·C_i − ½‖C_i‖² of one point, written to `scores`; the nearest centre is returned. Ten sums in ten variables:
 * the engine keeps them in registers.
 */
export function score({ starts, columns, values }, row, centres, half, scores) {
  let s0 = -half[0];
  let s1 = -half[1];
  let s2 = -half[2];
  let s3 = -half[3];
  let s4 = -half[4];
  let s5 = -half[5];
  let s6 = -half[6];
  let s7 = -half[7];
  let s8 = -half[8];
  let s9 = -half[9];
  const end = starts[row + 1];
  for (let p = starts[row]; p < end; p++) {
    const c = columns[p] * 10;
    const v = values[p];
    s0 += v * centres[c];
    s1 += v * centres[c + 1];
    s2 += v * centres[c + 2];
    s3 += v * centres[c + 3];
    s4 += v * centres[c + 4];
    s5 += v * centres[c + 5];
    s6 += v * centres[c + 6];
    s7 += v * centres[c + 7];
    s8 += v * centres[c + 8];
    s9 += v * centres[c + 9];
  }
  scores[0] = s0;
  scores[1] = s1;
  scores[2] = s2;
  scores[3] = s3;
  scores[4] = s4;
  scores[5] = s5;
  scores[6] = s6;
  scores[7] = s7;
  scores[8] = s8;
  scores[9] = s9;
  let best = 0;
  for (let i = 1; i < k; i++) if (scores[i] > scores[best]) best = i;
  return best;
}

/** Mean squared distance of rows 0…n−1 to their nearest centre, with the sum and the number of points of every cell. */
export function partition(rows, centres, n = rows.n) {
  const half = halfNorms(centres);
  const scores = new Float64Array(k);
  const sums = new Float64Array(centres.length);
  const counts = new Float64Array(k);
  const squares = new Float64Array(k);
  for (let row = 0; row < n; row++) {
    const i = score(rows, row, centres, half, scores);
    counts[i]++;
    squares[i] += rows.squaredNorms[row] - 2 * scores[i];
    for (let p = rows.starts[row]; p < rows.starts[row + 1]; p++)
      sums[rows.columns[p] * k + i] += rows.values[p];
  }
  return { inertia: squares.reduce((a, b) => a + b) / n, squares, sums, counts };
}
