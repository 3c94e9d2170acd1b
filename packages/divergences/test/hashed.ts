/** `count` numbers in [−1, 1): the hash of fixtures/make-*.py. */
export function hashed(salt: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => {
    let h = Math.imul(k + salt * 1000003 + 1, 0x9e3779b1);
    h ^= h >>> 15;
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    return Math.fround((h >>> 0) / 2 ** 31 - 1);
  });
}

/** n points of d numbers each, in [−1, 1). */
export function hashedPoints(salt: number, n: number, d: number): number[][] {
  const values = hashed(salt, n * d);
  return Array.from({ length: n }, (_, i) => [...values.subarray(i * d, (i + 1) * d)]);
}
