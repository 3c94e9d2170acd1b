import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { FullMatrix } from "./cost-matrix.js";
import { readTransport, type TransportDuals } from "./earth-mover.js";
import { GibbsKernel } from "./gibbs-kernel.js";
import type { Points } from "./points.js";
import { sum } from "./weights.js";

export interface SinkhornOptions {
  /** Weight of the entropy, in units of the cost, > 0. Default 0.01 of the largest cost. */
  readonly epsilon?: number;
  /** Stops when the duality gap is at most this part of the largest cost, per unit of mass, > 0. Default 1e-6. */
  readonly tolerance?: number;
  /** Stops after so many pairs of updates in any case, ≥ 1. Default 10,000. */
  readonly maxIterations?: number;
}

export interface Sinkhorn {
  /** Σᵢⱼ Pᵢⱼ Cᵢⱼ of the plan: what it costs, without the entropy; ≥ `earthMover`'s. */
  readonly cost: number;
  /** Σᵢⱼ Pᵢⱼ Cᵢⱼ + ε KL(P ‖ a bᵀ), which the method minimizes; at most `gap` above the least there is. */
  readonly regularized: number;
  /** P, n × m masses, its sums a and b up to rounding. */
  readonly plan: FullMatrix;
  /** f and g with P ≈ a b exp((f + g − C)/ε). */
  readonly duals: TransportDuals;
  /** `regularized` less the dual value: proof of how close it is. */
  readonly gap: number;
  readonly iterations: number;
  /** Whether the gap came down to the tolerance. */
  readonly converged: boolean;
}

/**
 * Transport from a to b with entropic regularization, min Σ PᵢⱼCᵢⱼ + ε KL(P ‖ a bᵀ), by Sinkhorn's iteration in stabilized form: ε
 * may be as small as 1e-6 of the largest cost and less, without overflow. It starts with a large ε, quartered until the wanted one.
 *
 * The plan is rounded onto the exact sums, and the duality gap of that plan is the stopping rule.
 *
 * @param a n masses ≥ 0. @param b m masses ≥ 0, of the same sum within 1e-9 of it. @param cost n × m.
 * @throws TypeError for what are no numbers; RangeError for masses that are negative, NaN, all 0 or of different sums, a cost of
 *   another shape, ε ≤ 0.
 * @see M. Cuturi, Sinkhorn Distances, 2013; J. Altschuler, J. Weed, P. Rigollet, Near-Linear Time Approximation Algorithms for Optimal
 *   Transport via Sinkhorn Iteration, 2017, algorithm 2 (the rounding).
 */
export function sinkhorn(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  cost: Points,
  options: SinkhornOptions = {},
): Sinkhorn {
  const caller = "sinkhorn";
  checkOptions(caller, options, ["epsilon", "tolerance", "maxIterations"]);
  const problem = readTransport(caller, a, b, cost);
  const largest = largestOf(problem.cost);
  const { epsilon = 0.01 * largest || 1, tolerance = 1e-6, maxIterations = 10_000 } = options;
  checkNumbers(caller, {
    epsilon: [epsilon, "> 0"],
    tolerance: [tolerance, "> 0"],
    maxIterations: [maxIterations, "integer ≥ 1"],
  });
  const mass = sum(problem.a);
  const massB = sum(problem.b);
  const kernel = new GibbsKernel(
    problem.a.map((value) => value / mass),
    problem.b.map((value) => value / massB),
    problem.cost,
    epsilon,
  );
  const { iterations, state } = solve(kernel, { tolerance: tolerance * largest, maxIterations });
  return {
    cost: mass * state.transport,
    regularized: mass * state.primal,
    plan: { data: state.plan.map((value) => value * mass), shape: [problem.a.length, problem.b.length] },
    duals: { a: kernel.f, b: kernel.g },
    gap: mass * state.gap,
    iterations,
    converged: state.gap <= tolerance * largest,
  };
}

export function largestOf(cost: Float64Array): number {
  return cost.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Pairs of updates at each ε on the way down. */
const warmUp = 8;
/** Pairs of updates between two looks at the sums. */
const lookEvery = 10;
/** Looks after which the gap is computed, whatever the sums are. */
const patience = 20;

/** Iterates until the gap is small enough, which is computed when the sums are near enough. */
export function solve(
  kernel: GibbsKernel,
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
  start: "cold" | "warm" | "symmetric" = "cold",
): { readonly iterations: number; readonly state: RoundedPlan } {
  const { epsilon } = kernel;
  const largest = largestOf(kernel.cost);
  const update = start === "symmetric" ? () => kernel.updateSymmetric() : () => kernel.update();
  let iterations = 0;
  if (start !== "warm") {
    for (let coarse = largest / 2; coarse > epsilon && iterations < maxIterations; coarse /= 4) {
      kernel.absorb(coarse);
      for (let k = 0; k < warmUp && iterations < maxIterations; k++, iterations++) update();
    }
    kernel.absorb(epsilon);
  }
  // A first update brings the kernel of a new ε into range. Half steps may need some more, whatever the limit is.
  let state: RoundedPlan;
  do {
    update();
    iterations++;
    state = roundedPlan(kernel);
  } while (!Number.isFinite(state.gap));
  for (let looks = 1; state.gap > tolerance && iterations < maxIterations; looks++) {
    for (let k = 0; k < lookEvery && iterations < maxIterations; k++, iterations++) update();
    const isNear = kernel.rowError * largest <= 20 * tolerance;
    if (isNear || looks % patience === 0 || iterations === maxIterations) state = roundedPlan(kernel);
  }
  return { iterations, state };
}

export interface RoundedPlan {
  readonly plan: Float64Array;
  readonly transport: number;
  readonly primal: number;
  readonly dual: number;
  readonly gap: number;
}

/** The kernel's plan moved onto the exact sums a and b, and how far its cost is above the dual value. */
export function roundedPlan(kernel: GibbsKernel): RoundedPlan {
  kernel.absorb();
  const { a, b, cost, epsilon } = kernel;
  const [n, m] = [a.length, b.length];
  const plan = kernel.plan();
  const dual = kernel.dual(plan);
  const columns = new Float64Array(m);
  const rows = new Float64Array(n);
  for (let place = 0; place < plan.length; place++) columns[place % m]! += plan[place]!;
  const shrink = columns.map((mass, j) => (mass > b[j]! ? b[j]! / mass : 1));
  for (let i = 0, place = 0; i < n; i++)
    for (let j = 0; j < m; j++, place++) rows[i]! += plan[place]! *= shrink[j]!;
  columns.fill(0);
  for (let i = 0, place = 0; i < n; i++) {
    const scale = rows[i]! > a[i]! ? a[i]! / rows[i]! : 1;
    rows[i] = a[i]! - rows[i]! * scale;
    for (let j = 0; j < m; j++, place++) columns[j]! += plan[place]! *= scale;
  }
  const missing = columns.map((mass, j) => Math.max(0, b[j]! - mass));
  const total = missing.reduce((sofar, mass) => sofar + mass, 0);
  let [transport, entropy] = [0, 0];
  for (let i = 0, place = 0; i < n; i++) {
    const share = total > 0 ? Math.max(0, rows[i]!) / total : 0;
    for (let j = 0; j < m; j++, place++) {
      const mass = (plan[place]! += share * missing[j]!);
      if (mass === 0) continue;
      transport += mass * cost[place]!;
      entropy += mass * Math.log(mass / (a[i]! * b[j]!));
    }
  }
  const primal = transport + epsilon * entropy;
  return { plan, transport, primal, dual, gap: Math.max(0, primal - dual) }; // NaN stays NaN
}
