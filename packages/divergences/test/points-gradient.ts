import { expectGradient } from "@elbowjs/test-kit/central-differences";

/** Compares a gradient with respect to points with central differences; one that is 1 % larger must fail. */
export function expectPointsGradient(
  gradient: Float64Array,
  f: (points: number[][]) => number,
  points: readonly (readonly number[])[],
): Promise<void> {
  const d = points[0]!.length;
  const rows = (flat: Float64Array) => points.map((_, i) => [...flat.subarray(i * d, (i + 1) * d)]);
  const scale = Math.max(...gradient.map(Math.abs));
  return expectGradient({
    f: (flat) => f(rows(flat)),
    x: points.flat(),
    gradient,
    wrong: gradient.map((slope) => 1.01 * slope),
    atol: 1e-6 * (1 + scale),
    rtol: 0,
  });
}
