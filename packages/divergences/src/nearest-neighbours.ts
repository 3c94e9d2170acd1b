import type { PointRows } from "./points.js";

/** Each point's k-th nearest neighbour. */
export interface Neighbours {
  readonly index: Int32Array;
  /** Euclidean. */
  readonly distance: Float64Array;
}

/**
 * The k-th nearest of `among` for every point of `from`, all pairs looked at.
 *
 * @param isSame `from` and `among` are one set: a point is no neighbour of its own.
 */
export function kthNeighbours(from: PointRows, among: PointRows, k: number, isSame: boolean): Neighbours {
  const { data: x, n, d } = from;
  const y = among.data;
  const index = new Int32Array(n);
  const distance = new Float64Array(n);
  const nearest = new Float64Array(k);
  const who = new Int32Array(k);
  for (let i = 0; i < n; i++) {
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < among.n; j++) {
      if (isSame && i === j) continue;
      let squared = 0;
      for (let a = i * d, b = j * d; a < (i + 1) * d; a++, b++) squared += (x[a]! - y[b]!) ** 2;
      if (squared >= nearest[k - 1]!) continue;
      let place = k - 1;
      for (; place > 0 && nearest[place - 1]! > squared; place--) {
        nearest[place] = nearest[place - 1]!;
        who[place] = who[place - 1]!;
      }
      nearest[place] = squared;
      who[place] = j;
    }
    index[i] = who[k - 1]!;
    distance[i] = Math.sqrt(nearest[k - 1]!);
  }
  return { index, distance };
}
