import { hashed as float32Hashed } from "@elbowjs/test-kit/hashed";

/** The numbers of fixtures/make-*.py, in float64 so that what is made of them is not rounded. */
export const hashed = (salt: number, count: number): Float64Array =>
  Float64Array.from(float32Hashed(salt, count));

/** n points of d numbers each, in [−1, 1). */
export function hashedPoints(salt: number, n: number, d: number): number[][] {
  const values = hashed(salt, n * d);
  return Array.from({ length: n }, (_, i) => [...values.subarray(i * d, (i + 1) * d)]);
}
