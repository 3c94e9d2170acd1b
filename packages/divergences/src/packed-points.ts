import type { PointRows } from "./points.js";
import { panel } from "./tile-size.js";

/** Points laid out for products: four at a time, their first numbers, then their second ones, … */
export interface PackedPoints {
  readonly n: number;
  readonly d: number;
  readonly panels: Float64Array;
  /** ‖x‖² each. */
  readonly norms: Float64Array;
}

/** Packs sets of one space, moved so that their common mean is 0: the less of ‖x‖² + ‖y‖² − 2x·y cancels. */
export function packPoints(...sets: readonly PointRows[]): PackedPoints[] {
  const d = sets[0]!.d;
  const mean = new Float64Array(d);
  const count = sets.reduce((total, { n }) => total + n, 0);
  for (const { data } of sets) for (let i = 0; i < data.length; i++) mean[i % d]! += data[i]! / count;
  return sets.map(({ data, n }) => {
    const panels = new Float64Array(Math.ceil(n / panel) * panel * d);
    const norms = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const start = (i - (i % panel)) * d + (i % panel);
      for (let k = 0; k < d; k++) {
        const value = data[i * d + k]! - mean[k]!;
        panels[start + k * panel] = value;
        norms[i]! += value * value;
      }
    }
    return { n, d, panels, norms };
  });
}
