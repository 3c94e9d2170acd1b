import type { FullMatrix } from "./cost-matrix.js";
import { networkSimplex } from "./network-simplex.js";
import { type Points, readPoints } from "./points.js";
import { readMasses, sum } from "./weights.js";

/** Prices of mass at each place: cost ≥ a + b for every pair, with equality where the plan moves mass. */
export interface TransportDuals {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export interface EarthMover {
  /** Σᵢⱼ Pᵢⱼ Cᵢⱼ, the least there is: mass times cost. */
  readonly cost: number;
  /** P, n × m masses; its rows sum to a, its columns to b. At most n + m − 1 of them are not 0. */
  readonly plan: FullMatrix;
  /** They prove that the cost is least: Σ aᵢ uᵢ + Σ bⱼ vⱼ equals it. */
  readonly duals: TransportDuals;
}

/**
 * The optimal transport from masses a to masses b, exactly, by the network simplex method: min Σ Pᵢⱼ Cᵢⱼ over P ≥ 0 with row sums a
 * and column sums b. With Cᵢⱼ = ‖xᵢ − yⱼ‖ᵖ (`costMatrix`) and masses that sum to 1 it is the p-th power of the p-Wasserstein distance.
 *
 * @param a n masses ≥ 0. @param b m masses ≥ 0, of the same sum within 1e-9 of it.
 * @param cost n × m, of any sign.
 * @throws TypeError for what are no numbers; RangeError for masses that are negative, NaN, all 0 or of different sums, and for a cost
 *   of another shape.
 * @see `networkSimplex` for the method.
 */
export function earthMover(a: ArrayLike<number>, b: ArrayLike<number>, cost: Points): EarthMover {
  const problem = readTransport("earthMover", a, b, cost);
  const [rows, columns] = [positive(problem.a), positive(problem.b)];
  const [n, m] = [problem.a.length, problem.b.length];
  const isWhole = rows.length === n && columns.length === m;
  const costs = isWhole ? problem.cost : selected(problem.cost, m, rows, columns);
  const tree = networkSimplex(
    rows.map((i) => problem.a[i]!),
    columns.map((j) => problem.b[j]!),
    costs,
  );
  const plan = new Float64Array(n * m);
  const flow = treeFlow(tree, rows, columns, problem);
  let total = 0;
  for (let node = 1; node < flow.length; node++) {
    const [source, sink] =
      tree.parent[node]! < rows.length ? [tree.parent[node]!, node] : [node, tree.parent[node]!];
    const place = rows[source]! * m + columns[sink - rows.length]!;
    plan[place] = flow[node]!;
    total += flow[node]! * problem.cost[place]!;
  }
  return {
    cost: total,
    plan: { data: plan, shape: [n, m] },
    duals: spread(tree.potential, rows, columns, problem),
  };
}

interface TransportProblem {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly cost: Float64Array;
}

/** Checks a transport problem. */
export function readTransport(
  caller: string,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  cost: Points,
): TransportProblem {
  const [from, to] = [readMasses(caller, "a", a), readMasses(caller, "b", b)];
  const [massA, massB] = [sum(from), sum(to)];
  if (!(Math.abs(massA - massB) <= 1e-9 * Math.max(massA, massB)))
    throw new RangeError(
      `${caller}: expected a and b of equal mass, got ${massA} and ${massB}, ${Math.abs(massA - massB).toPrecision(3)} apart; divide each by its sum`,
    );
  const matrix = readPoints(caller, "cost", cost);
  if (matrix.n !== from.length || matrix.d !== to.length)
    throw new RangeError(
      `${caller}: expected cost of shape [${from.length}, ${to.length}], got [${matrix.n}, ${matrix.d}]`,
    );
  return { a: from, b: to, cost: matrix.data };
}

function positive(masses: Float64Array): Float64Array {
  return Float64Array.from(masses.keys()).filter((i) => masses[i]! > 0);
}

function selected(cost: Float64Array, m: number, rows: Float64Array, columns: Float64Array): Float64Array {
  const kept = new Float64Array(rows.length * columns.length);
  for (const [k, i] of rows.entries())
    for (const [l, j] of columns.entries()) kept[k * columns.length + l] = cost[i * m + j]!;
  return kept;
}

/** The masses on the basis' arcs, from its leaves to its root; below rounding they are 0. */
function treeFlow(
  tree: { readonly parent: Int32Array; byDepth(): Uint32Array },
  rows: Float64Array,
  columns: Float64Array,
  { a, b }: TransportProblem,
): Float64Array {
  const left = Float64Array.from([...rows].map((i) => a[i]!).concat([...columns].map((j) => b[j]!)));
  const rounding = left.length * Number.EPSILON * sum(a);
  const flow = new Float64Array(left.length);
  for (const node of tree.byDepth()) {
    if (node === 0) continue;
    flow[node] = left[node]! > rounding ? left[node]! : 0;
    left[tree.parent[node]!]! -= left[node]!;
  }
  return flow;
}

/** Potentials at their places; a place without mass gets the highest price that its costs allow. */
function spread(
  potential: Float64Array,
  rows: Float64Array,
  columns: Float64Array,
  { a, b, cost }: TransportProblem,
): TransportDuals {
  const [n, m] = [a.length, b.length];
  const duals = { a: new Float64Array(n).fill(Infinity), b: new Float64Array(m).fill(Infinity) };
  for (const [k, i] of rows.entries()) duals.a[i] = potential[k]!;
  for (const [l, j] of columns.entries()) duals.b[j] = potential[rows.length + l]!;
  for (let i = 0; i < n; i++)
    if (a[i] === 0)
      for (const j of columns) duals.a[i] = Math.min(duals.a[i]!, cost[i * m + j]! - duals.b[j]!);
  for (let j = 0; j < m; j++)
    if (b[j] === 0)
      for (let i = 0; i < n; i++) duals.b[j] = Math.min(duals.b[j]!, cost[i * m + j]! - duals.a[i]!);
  return duals;
}
