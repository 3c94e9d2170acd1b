import type { StepSettings } from "../../src/steps/step-kernel.js";

/** One step as its formulas read, in float64 loops: the twin that both float32 steps are measured against. */
export function plainStep(
  x: Float64Array,
  weights: ArrayLike<number>,
  centers: Float64Array,
  k: number,
  { reduction, gradient, update, learningRate, temperature }: StepSettings,
): { loss: number; centers: Float64Array } {
  const d = centers.length / k;
  const b = x.length / d;
  const scale = reduction === "mean" ? 2 / (b * d) : 2 / b;
  const step = new Float64Array(k * d);
  const sums = new Float64Array(k * d);
  const mass = new Float64Array(k);
  let loss = 0;
  for (let r = 0; r < b; r++) {
    const row = x.subarray(r * d, (r + 1) * d);
    const w = weights[r]!;
    const scores = Array.from({ length: k }, (_, i) =>
      row.reduce((s, v, j) => s + v * centers[i * d + j]! - centers[i * d + j]! ** 2 / 2, 0),
    );
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(temperature * (score - top)));
    const total = powers.reduce((a, c) => a + c, 0);
    const p = powers.map((power) => power / total);
    const hard = p.map((_, i) => (i === scores.indexOf(top) ? 1 : 0));
    const error = (q: readonly number[]): Float64Array =>
      row.map((v, j) => q.reduce((s, share, i) => s + share * centers[i * d + j]!, -v));
    const soft = error(p);
    loss += w * soft.reduce((s, e) => s + e * e, 0);
    const q = gradient === "hard" ? hard : p;
    const g = error(q).map((e) => scale * w * e);
    const h = p.map((_, i) => g.reduce((s, e, j) => s + e * centers[i * d + j]!, 0));
    const mean = p.reduce((s, share, i) => s + share * h[i]!, 0);
    for (let i = 0; i < k; i++) {
      const delta = gradient === "hard" ? 0 : temperature * p[i]! * (h[i]! - mean);
      mass[i]! += w * q[i]!;
      for (let j = 0; j < d; j++) {
        step[i * d + j]! += q[i]! * g[j]! + delta * (row[j]! - centers[i * d + j]!);
        sums[i * d + j]! += w * q[i]! * row[j]!;
      }
    }
  }
  const alpha = (2 * learningRate) / k;
  const next = centers.map((c, at) => {
    if (update === "gradient") return c - learningRate * step[at]!;
    const m = mass[Math.floor(at / d)]!;
    return m > 1e-20 ? c + alpha * (sums[at]! / m - c) : c;
  });
  return { loss: loss / (b * d), centers: next };
}
