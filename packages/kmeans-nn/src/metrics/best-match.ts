import { requireTable } from "./count-table.js";

/** One class for each centre, each class at most once. */
export interface BestMatch {
  /** Class of each centre; −1 for centres left over when there are more centres than classes. */
  readonly classOf: number[];
  /** Share of samples whose class is that of their centre, in [0, 1]. */
  readonly accuracy: number;
}

/**
 * The one-to-one match of centres to classes under which most samples agree, by the Hungarian method.
 *
 * @param table Counts, row = class, column = centre; see `confusionTable`. It need not be square.
 * @throws RangeError if the table is empty, ragged or holds anything but counts.
 */
export function bestMatch(table: readonly (readonly number[])[]): BestMatch {
  const { rows, columns, total } = requireTable("bestMatch", table);
  const size = Math.max(rows.length, columns.length);
  const cost = Array.from({ length: size }, (_, j) =>
    Array.from({ length: size }, (_, i) => -(table[i]?.[j] ?? 0)),
  );
  const assigned = cheapestAssignment(cost);
  const classOf = columns.map((_, j) => (assigned[j]! < rows.length ? assigned[j]! : -1));
  const agreeing = classOf.reduce((sum, i, j) => sum + (i < 0 ? 0 : table[i]![j]!), 0);
  return { classOf, accuracy: agreeing / total };
}

/**
 * Column of each row of a square matrix such that the chosen entries sum to the least: shortest augmenting paths with
 * potentials u, v that keep every reduced cost c_ij − u_i − v_j ≥ 0. O(n³).
 *
 * @see Jonker and Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems,
 * Computing 38, 1987.
 */
export function cheapestAssignment(cost: readonly (readonly number[])[]): number[] {
  const n = cost.length;
  const rowOf = new Array<number>(n).fill(-1);
  const u = new Array<number>(n).fill(0);
  const v = new Array<number>(n).fill(0);
  for (let start = 0; start < n; start++) {
    const slack = new Array<number>(n).fill(Infinity);
    const from = new Array<number>(n).fill(-1); // column before this one on the shortest path; −1 is the start
    const done = new Array<boolean>(n).fill(false);
    let row = start;
    let last = -1;
    for (;;) {
      let next = -1;
      for (let j = 0; j < n; j++) {
        if (done[j]) continue;
        const reduced = cost[row]![j]! - u[row]! - v[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          from[j] = last;
        }
        if (next < 0 || slack[j]! < slack[next]!) next = j;
      }
      const step = slack[next]!;
      u[start]! += step;
      for (let j = 0; j < n; j++) {
        if (done[j]) {
          u[rowOf[j]!]! += step;
          v[j]! -= step;
        } else slack[j]! -= step;
      }
      done[next] = true;
      last = next;
      if (rowOf[next]! < 0) break;
      row = rowOf[next]!;
    }
    for (let j = last; j >= 0; ) {
      const before = from[j]!;
      rowOf[j] = before < 0 ? start : rowOf[before]!;
      j = before;
    }
  }
  const columnOf = new Array<number>(n).fill(-1);
  for (const [j, row] of rowOf.entries()) columnOf[row] = j;
  return columnOf;
}
