import { defaultRng } from "@elbowjs/numpy-random";
import { partition } from "./assign.mjs";
import { k } from "./sparse-rows.mjs";
import { train } from "./train.mjs";

/** Rows on which the inertia of a run is compared with that of Lloyd's centres on the same rows. */
const judged = 10_000;

const orders = new Map();
/** The same orders for every rule and η: what differs between two cells is then the rule, not the luck. */
function order(n, run, epoch) {
  const key = `${n} ${run} ${epoch}`;
  if (!orders.has(key)) orders.set(key, Uint32Array.from(defaultRng(1000 * run + epoch).permutation(n)));
  return orders.get(key);
}

const squaredDistance = (x, y) => x.reduce((sum, value, at) => sum + (value - y[at]) ** 2, 0) / k;

/**
 * Runs one cell of the experiment and compares its centres C_r with Lloyd's C*, in units of σ², the mean squared distance
 * of a point to its centre at C*:
 *
 * - `variance`: the mean over centres and runs of ‖C_r − C̄‖², divisor runs − 1;
 * - `bias2`: the mean over centres of ‖C̄ − C*‖², less variance/runs, which the mean of few runs has of its own;
 * - `excess`: inertia over Lloyd's inertia − 1, mean over the runs, with its standard error;
 * - `diverged`: how many runs did not stay finite (the figures are absent if any did);
 * - `emptied`: the mean number of centres left without a point.
 */
export function measure({ rows, start, lloyd }, { rule, eta, b, epochs, runs, from }) {
  const reference = partition(rows, lloyd.centres, judged).inertia;
  const ends = [];
  for (let run = 0; run < runs; run++) {
    const run_orders = Array.from({ length: epochs }, (_, epoch) => order(rows.n, run, epoch));
    const centres = train(rows, from === "lloyd" ? lloyd.centres : start, {
      rule,
      eta,
      b,
      orders: run_orders,
    });
    if (centres === undefined) return { diverged: 1, runs: run + 1 };
    ends.push(centres);
  }
  const mean = ends[0].map((_, at) => ends.reduce((sum, centres) => sum + centres[at], 0) / runs);
  const scatter = ends.reduce((sum, centres) => sum + squaredDistance(centres, mean), 0);
  const variance = runs > 1 ? scatter / (runs - 1) : 0;
  const bias2 = squaredDistance(mean, lloyd.centres) - variance / runs;
  const partitions = ends.map((centres) => partition(rows, centres, judged));
  const excesses = partitions.map(({ inertia }) => inertia / reference - 1);
  const excess = excesses.reduce((a, b) => a + b) / runs;
  const spread = excesses.reduce((sum, x) => sum + (x - excess) ** 2, 0);
  return {
    runs,
    bias2: bias2 / lloyd.inertia,
    variance: variance / lloyd.inertia,
    error: (bias2 + variance) / lloyd.inertia,
    excess,
    excessStandardError: runs > 1 ? Math.sqrt(spread / (runs - 1) / runs) : 0,
    emptied: partitions.reduce((sum, { counts }) => sum + counts.filter((c) => c === 0).length, 0) / runs,
  };
}
