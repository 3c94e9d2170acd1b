/**
 * L of A = LLᵀ, lower triangle, row by row.
 *
 * @param a symmetric and positive definite, n × n.
 */
export function choleskyFactor(a: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0, p = i * n, q = j * n; k < j; k++, p++, q++) sum -= factor[p]! * factor[q]!;
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j]!;
    }
  }
  return factor;
}

/** Solves LLᵀx = b for each row b of `rows`; the solutions are the rows of the result. */
export function solveRows(factor: Float64Array, rows: Float64Array, n: number): Float64Array {
  const out = Float64Array.from(rows);
  for (let start = 0; start < out.length; start += n) {
    const x = out.subarray(start, start + n);
    for (let i = 0; i < n; i++) {
      let sum = x[i]!;
      for (let k = 0, p = i * n; k < i; k++, p++) sum -= factor[p]! * x[k]!;
      x[i] = sum / factor[i * n + i]!;
    }
    // Lᵀx = y by columns of Lᵀ, which are rows of L: memory is read in its order.
    for (let i = n - 1; i >= 0; i--) {
      const value = x[i]! / factor[i * n + i]!;
      x[i] = value;
      for (let k = 0, p = i * n; k < i; k++, p++) x[k]! -= value * factor[p]!;
    }
  }
  return out;
}
