import type { PointRows } from "./points.js";

/**
 * The point of least Σ‖xᵢ − c‖, by Weiszfeld's iteration from the mean, with distances bounded below by a δ that falls to 0: a point that
 * is itself the median is no trap.
 *
 * @see E. Weiszfeld, Sur le point pour lequel la somme des distances de n points donnés est minimum, 1937.
 */
export function geometricMedian({ data, n, d }: PointRows): Float64Array {
  let center = new Float64Array(d);
  for (let i = 0; i < data.length; i++) center[i % d]! += data[i]! / n;
  let delta = Infinity;
  for (let round = 0; round < 1000; round++) {
    const distances = Float64Array.from({ length: n }, (_, i) => {
      let squared = 0;
      for (let j = 0; j < d; j++) squared += (data[i * d + j]! - center[j]!) ** 2;
      return Math.sqrt(squared);
    });
    const largest = Math.max(...distances);
    if (largest === 0) return center;
    delta = Math.max(
      Math.min(delta / 2, Math.min(...distances.filter((value) => value > 0))),
      1e-15 * largest,
    );
    const next = new Float64Array(d);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const weight = 1 / Math.max(distances[i]!, delta);
      total += weight;
      for (let j = 0; j < d; j++) next[j]! += weight * data[i * d + j]!;
    }
    let moved = 0;
    for (let j = 0; j < d; j++) {
      next[j]! /= total;
      moved = Math.max(moved, Math.abs(next[j]! - center[j]!));
    }
    center = next;
    if (moved <= 1e-15 * largest) break;
  }
  return center;
}
