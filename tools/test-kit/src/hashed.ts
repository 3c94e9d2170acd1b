/**
 * `count` numbers in [−1, 1) that Python scripts beside the fixtures make too (`fixtures/make-*.py`), so that no file has to
 * carry them: the mixing steps of MurmurHash3 on the place and the salt.
 */
export function hashed(salt: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, k) => {
    let h = Math.imul(k + salt * 1000003 + 1, 0x9e3779b1);
    h ^= h >>> 15;
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    return (h >>> 0) / 2 ** 31 - 1;
  });
}

/** The same numbers in float64, so that what is made of them is not rounded. */
export function hashedDoubles(salt: number, count: number): Float64Array {
  return Float64Array.from(hashed(salt, count));
}

/** n points of d such numbers each. */
export function hashedPoints(salt: number, n: number, d: number): number[][] {
  const values = hashedDoubles(salt, n * d);
  return Array.from({ length: n }, (_, i) => [...values.subarray(i * d, (i + 1) * d)]);
}
