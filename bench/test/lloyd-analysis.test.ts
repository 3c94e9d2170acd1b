import { defaultRng } from "@elbowjs/numpy-random";
import { expect, it } from "vitest";
import { halfNorms, partition, score } from "../lloyd-analysis/assign.mjs";
import { lloyd } from "../lloyd-analysis/lloyd.mjs";
import { withoutReassignment } from "../lloyd-analysis/prediction.mjs";
import { softGradient } from "../lloyd-analysis/soft-gradient.mjs";
import { rowsAsCentres, sparseRows } from "../lloyd-analysis/sparse-rows.mjs";
import { train } from "../lloyd-analysis/train.mjs";

const [n, d, k] = [400, 7, 10];
const rng = defaultRng(3);
const points = Array.from({ length: n }, () =>
  Array.from(rng.uniform(-0.4, 0.6, d), (x) => Math.fround(Math.max(x, 0))),
);
const rows = sparseRows(n, d, (i) => points[i]!);
const start = rowsAsCentres(rows, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const order = Uint32Array.from({ length: n }, (_, i) => i);

/** ‖Σ_i p_i C_i − x‖², p = softmax(20 (x·C_i − ½‖C_i‖²)), straight from the definition. */
function loss(x: readonly number[], centres: Float64Array): number {
  const scores = Array.from({ length: k }, (_, i) =>
    x.reduce((sum, v, j) => sum + v * centres[j * k + i]! - centres[j * k + i]! ** 2 / 2, 0),
  );
  const top = Math.max(...scores);
  const p = scores.map((s) => Math.exp(20 * (s - top)));
  const total = p.reduce((a, b) => a + b);
  return x.reduce((sum, v, j) => {
    const chosen = p.reduce((c, weight, i) => c + (weight / total) * centres[j * k + i]!, 0);
    return sum + (chosen - v) ** 2;
  }, 0);
}

it("softGradient is the gradient of the literal loss, by central differences", () => {
  let soft = 0;
  for (let row = 10; row < 40; row++) {
    const { gradient, add } = softGradient(rows, start);
    const scores = new Float64Array(k);
    const best = score(rows, row, start, halfNorms(start), scores);
    if (!add(row, best, scores, new Uint8Array(k))) continue;
    soft++;
    for (let at = 0; at < start.length; at++) {
      const [up, down] = [Float64Array.from(start), Float64Array.from(start)];
      up[at]! += 6e-6;
      down[at]! -= 6e-6;
      // Weights below 1e-8 are left out, hence the absolute part.
      expect(
        Math.abs(gradient[at]! - (loss(points[row]!, up) - loss(points[row]!, down)) / 1.2e-5),
      ).toBeLessThan(1e-6);
    }
  }
  expect(soft).toBeGreaterThan(10);
});

it("train's idealised step with α = 1 and b = N is Lloyd's iteration, and both end at the same fixed point", () => {
  const fixed = lloyd(rows, start);
  const orders = Array.from({ length: fixed.iterations + 1 }, () => order);
  const ended = train(rows, start, { rule: "idealised", eta: 5, b: n, orders })!;
  ended.forEach((c: number, at: number) => {
    expect(Math.abs(c - fixed.centres[at]!)).toBeLessThan(1e-12);
  });
  expect(partition(rows, ended).inertia).toBeCloseTo(fixed.inertia, 12);
});

it("train's hard step is C_i − η (2|V_i|/b)(C_i − m_i)", () => {
  const { sums, counts } = partition(rows, start);
  const ended = train(rows, start, { rule: "hard", eta: 0.7, b: n, orders: [order] })!;
  ended.forEach((c: number, at: number) => {
    const [i, C] = [at % k, start[at]!];
    expect(Math.abs(c - (C - 0.7 * (2 / n) * (counts[i]! * C - sums[at]!)))).toBeLessThan(1e-12);
  });
});

it("train's cumulative rule ends at the mean of all points ever assigned", () => {
  const far = sparseRows(n, 10, (i) =>
    Array.from({ length: 10 }, (_, j) => (j === i % 10 ? 10 + points[i]![0]! : 0)),
  );
  const ended = train(far, rowsAsCentres(far, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), {
    rule: "cumulative",
    b: 8,
    orders: [order],
  })!;
  const { sums, counts } = partition(far, ended);
  ended.forEach((c: number, at: number) => {
    expect(Math.abs(c - sums[at]! / counts[at % k]!)).toBeLessThan(1e-12);
  });
});

it("withoutReassignment agrees with runs on clusters too far apart to exchange points", () => {
  const far = sparseRows(4_000, 10, (i) => {
    const x = new Float64Array(10);
    x[i % 10] = 100 + Math.sqrt(12) * (((i * 0.618033988749895) % 1) - 0.5);
    return x;
  });
  const fixed = lloyd(far, rowsAsCentres(far, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  for (const [rule, b, eta] of [
    ["idealised", 8, 1],
    ["hard", 8, 1],
    ["idealised", 64, 2],
    ["hard", 64, 2],
  ] as const) {
    let square = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const orders = [Uint32Array.from(defaultRng(run).permutation(4_000))];
      const ended = train(far, fixed.centres, { rule, eta, b, orders })!;
      square +=
        ended.reduce((sum: number, c: number, at: number) => sum + (c - fixed.centres[at]!) ** 2, 0) / 10;
    }
    // 2,000 squares: a relative standard error of √(2/2000) = 3.2% and more for the heavier tails of the hard step.
    const ratio = square / runs / fixed.inertia / withoutReassignment(fixed, rule, b, eta);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
  }
});
