import { hashed as hashedSingles } from "@elbowjs/test-kit/hashed";

/** `count` numbers in [−1, 1) that fixtures/make-*.py makes too. */
export function hashed(salt: number, count: number): Float64Array {
  return Float64Array.from(hashedSingles(salt, count));
}

/** n points of d numbers each, in [−1, 1). */
export function hashedPoints(salt: number, n: number, d: number): number[][] {
  const values = hashed(salt, n * d);
  return Array.from({ length: n }, (_, i) => [...values.subarray(i * d, (i + 1) * d)]);
}
