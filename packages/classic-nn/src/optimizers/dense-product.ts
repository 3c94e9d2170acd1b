/**
 * out += a·b for row-major a (n×k), b (k×m) and out (n×m). Zeros of a are skipped: four pixels of five are zero in a
 * scanned digit, and half of the outputs of a ReLU layer, which makes this several times faster than a full product.
 * The inner loop runs along rows of b and out, in the order they lie in memory.
 */
export function addProduct(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  n: number,
  k: number,
  m: number,
): void {
  for (let i = 0; i < n; i++)
    for (let p = 0; p < k; p++) {
      const aip = a[i * k + p]!;
      if (aip === 0) continue;
      const row = p * m;
      const to = i * m;
      for (let j = 0; j < m; j++) out[to + j]! += aip * b[row + j]!;
    }
}

/** out += aᵀ·b for row-major a (n×k), b (n×m) and out (k×m), skipping zeros of a: the gradient of a weight matrix. */
export function addTransposedProduct(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  n: number,
  k: number,
  m: number,
): void {
  for (let i = 0; i < n; i++)
    for (let p = 0; p < k; p++) {
      const aip = a[i * k + p]!;
      if (aip === 0) continue;
      const row = i * m;
      const to = p * m;
      for (let j = 0; j < m; j++) out[to + j]! += aip * b[row + j]!;
    }
}
