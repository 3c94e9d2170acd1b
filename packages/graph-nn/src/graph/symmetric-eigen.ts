/**
 * Eigenvalues, ascending, and orthonormal eigenvectors of a symmetric matrix, by Jacobi's rotations: each makes one entry off the
 * diagonal 0, sweep by sweep, until all are below 1e-12 of the largest. Each vector's entry of largest magnitude is positive.
 *
 * @param matrix row by row; symmetric.
 * @see G. Golub, C. Van Loan, Matrix Computations, section 8.5.
 */
export function symmetricEigen(
  matrix: Float64Array,
  n: number,
): { readonly values: readonly number[]; readonly vectors: readonly Float64Array[] } {
  const a = matrix.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let largest = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        largest = Math.max(largest, Math.abs(a[p * n + q]!));
        if (Math.abs(a[p * n + q]!) > 1e-15 * scale) rotate(a, v, n, p, q);
      }
    if (largest <= 1e-12 * scale) break;
  }
  const order = Array.from({ length: n }, (_, k) => k).sort((i, j) => a[i * n + i]! - a[j * n + j]!);
  const vectors = order.map((k) => {
    const vector = Float64Array.from({ length: n }, (_, i) => v[i * n + k]!);
    const peak = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) + 1e-9 ? value : most), 0);
    return peak < 0 ? vector.map((value) => -value) : vector;
  });
  return { values: order.map((k) => a[k * n + k]!), vectors };
}

/** The rotation in the plane of p and q that makes a_pq 0. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * a[p * n + q]!);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (m: Float64Array, x: number, y: number): void => {
    const [u, w] = [m[x]!, m[y]!];
    m[x] = c * u - s * w;
    m[y] = s * u + c * w;
  };
  for (let i = 0; i < n; i++) turn(a, i * n + p, i * n + q);
  for (let i = 0; i < n; i++) turn(a, p * n + i, q * n + i);
  for (let i = 0; i < n; i++) turn(v, i * n + p, i * n + q);
}
