import { SpanningTree } from "./spanning-tree.js";

/**
 * Solves a transport problem with positive masses of equal sums by the network simplex method.
 *
 * Masses are turned into whole numbers, so that flows are exact, and perturbed: every source gets one unit of a (n + 1)-th, one sink
 * their sum. No partial sum of masses is then 0, every pivot moves mass, and the method ends (Orden's perturbation); the optimal basis
 * is optimal for the masses as they are.
 *
 * @returns the optimal basis, its potentials without accumulated rounding, its flows those of the perturbed problem.
 * @see R. Ahuja, T. Magnanti, J. Orlin, Network Flows, 1993, chapter 11; A. Orden, The Transhipment Problem, 1956.
 */
export function networkSimplex(a: Float64Array, b: Float64Array, cost: Float64Array): SpanningTree {
  const [n, m] = [a.length, b.length];
  const [supply, demand] = perturbed(a, b);
  const tree = startingTree(supply, demand, cost);
  const largest = cost.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Reduced costs are sums of three numbers and carry their rounding.
  const tolerance = 1e-13 * largest;
  const block = Math.max(m, Math.ceil(Math.sqrt(n * m)));
  for (let place = 0, isFresh = false; ; ) {
    const entering = price(tree, place, block, tolerance);
    if (entering.arc < 0) {
      if (isFresh) return tree;
      tree.refresh();
      isFresh = true;
      continue;
    }
    isFresh = false;
    place = entering.next;
    tree.pivot(Math.floor(entering.arc / m), n + (entering.arc % m), entering.reducedCost);
  }
}

/** Block search: the most negative reduced cost among the next `block` arcs that have one. */
function price(tree: SpanningTree, start: number, block: number, tolerance: number) {
  const { cost, potential, sources, sinks } = tree;
  const arcs = cost.length;
  let [arc, reducedCost, place] = [-1, -tolerance, start];
  for (let seen = 0; seen < arcs; ) {
    const end = Math.min(place + Math.min(block, arcs - seen), arcs);
    seen += end - place;
    while (place < end) {
      const row = Math.floor(place / sinks);
      const u = potential[row]!;
      const offset = sources - row * sinks;
      const rowEnd = Math.min(end, (row + 1) * sinks);
      for (; place < rowEnd; place++) {
        const reduced = cost[place]! - u - potential[place + offset]!;
        if (reduced < reducedCost) {
          reducedCost = reduced;
          arc = place;
        }
      }
    }
    if (place === arcs) place = 0;
    if (arc >= 0) break;
  }
  return { arc, reducedCost, next: place };
}

/** Whole masses: n · m · 2ᵏ units in all, so that equal masses stay equal, times n + 1, plus the perturbation. */
function perturbed(a: Float64Array, b: Float64Array): readonly [Float64Array, Float64Array] {
  const [n, m] = [a.length, b.length];
  let units = n * m;
  while (units * 2 * (n + 1) + n < Number.MAX_SAFE_INTEGER) units *= 2;
  const supply = wholeNumbers(a, units).map((mass) => mass * (n + 1) + 1);
  const demand = wholeNumbers(b, units).map((mass) => mass * (n + 1));
  demand[m - 1]! += n;
  return [supply, demand];
}

/** Masses in units, each at least one, with the rounding's excess on the largest. */
function wholeNumbers(masses: Float64Array, units: number): Float64Array {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const whole = masses.map((mass) => Math.max(1, Math.round((mass / total) * units)));
  const largest = whole.reduce((most, mass, i) => (mass > whole[most]! ? i : most), 0);
  whole[largest]! += units - whole.reduce((sum, mass) => sum + mass, 0);
  return whole;
}

/** The row minimum rule: one source after another sends to the nearest sinks that still want mass. */
function startingTree(supply: Float64Array, demand: Float64Array, cost: Float64Array): SpanningTree {
  const [n, m] = [supply.length, demand.length];
  const wanted = demand.slice();
  const open = Int32Array.from({ length: m }, (_, j) => j);
  let openCount = m;
  const arcs = new Int32Array(2 * (n + m - 1));
  const flows = new Float64Array(n + m - 1);
  let count = 0;
  for (let i = 0; i < n; i++)
    for (let left = supply[i]!; left > 0; ) {
      let best = 0;
      for (let k = 1; k < openCount; k++) if (cost[i * m + open[k]!]! < cost[i * m + open[best]!]!) best = k;
      const j = open[best]!;
      const amount = Math.min(left, wanted[j]!);
      arcs.set([i, n + j], 2 * count);
      flows[count++] = amount;
      left -= amount;
      if ((wanted[j]! -= amount) === 0) open[best] = open[--openCount]!;
    }
  return new SpanningTree(n, m, cost, arcs, flows);
}
