import { partition } from "./assign.mjs";
import { k } from "./sparse-rows.mjs";

/** Lloyd's algorithm until no centre moves; keeps how far they moved in every iteration (mean square over the centres). */
export function lloyd(rows, start) {
  const centres = Float64Array.from(start);
  const moves = [];
  for (;;) {
    const cells = partition(rows, centres);
    let move = 0;
    for (let at = 0; at < centres.length; at++) {
      const i = at % k;
      if (cells.counts[i] === 0) continue;
      const mean = cells.sums[at] / cells.counts[i];
      move += (mean - centres[at]) ** 2 / k;
      centres[at] = mean;
    }
    if (move < 1e-24) {
      const shares = Array.from(cells.counts, (count) => count / rows.n);
      const variances = Array.from(cells.squares, (sum, i) => sum / Math.max(cells.counts[i], 1));
      return { centres, inertia: cells.inertia, iterations: moves.length, moves, shares, variances };
    }
    moves.push(move);
  }
}
