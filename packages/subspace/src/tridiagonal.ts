/** A symmetric matrix as QTQᵀ: T tridiagonal, Q a product of Householder reflections. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Entry i stands between i and i + 1; the last is 0. */
  readonly offDiagonal: Float64Array;
  /** Turns a vector by Q, in place: an eigenvector of T becomes one of the matrix. */
  toOriginal(vector: Float64Array): void;
}

/**
 * Reduces a symmetric matrix to tridiagonal form by Householder reflections, from the last row up. The products with the matrix go
 * along rows of its lower triangle, which are read once each.
 *
 * @param symmetric d × d numbers, row after row; only the lower triangle is read.
 * @see G. Golub, C. Van Loan, Matrix Computations, section 8.3.1.
 */
export function tridiagonalize(symmetric: Float64Array, d: number): Tridiagonal {
  const a = Float64Array.from(symmetric);
  const offDiagonal = new Float64Array(d);
  const factors = new Float64Array(d);
  const product = new Float64Array(d);
  for (let i = d - 1; i > 0; i--) {
    const u = a.subarray(i * d, i * d + i);
    const { beta, factor } = reflector(u);
    offDiagonal[i - 1] = beta;
    factors[i] = factor;
    if (factor !== 0) reflect(a, u, factor, product, i, d);
  }
  return {
    diagonal: Float64Array.from({ length: d }, (_, i) => a[i * d + i]!),
    offDiagonal,
    toOriginal: (vector) => {
      for (let i = 1; i < d; i++) {
        if (factors[i] === 0) continue;
        const row = i * d;
        let along = 0;
        for (let k = 0; k < i; k++) along += a[row + k]! * vector[k]!;
        along *= factors[i]!;
        for (let k = 0; k < i; k++) vector[k]! -= along * a[row + k]!;
      }
    },
  };
}

/** x ← u with (I − factor·uuᵀ)x = beta·e, e the last unit vector; factor is 0 where x is that already. */
function reflector(x: Float64Array): { readonly beta: number; readonly factor: number } {
  const last = x.length - 1;
  let scale = 0;
  for (let k = 0; k < last; k++) scale = Math.max(scale, Math.abs(x[k]!));
  if (scale === 0) return { beta: x[last]!, factor: 0 };
  scale = Math.max(scale, Math.abs(x[last]!));
  let square = 0;
  for (let k = 0; k <= last; k++) square += (x[k]! /= scale) ** 2;
  const norm = Math.sqrt(square);
  const beta = x[last]! > 0 ? -norm : norm;
  x[last]! -= beta;
  return { beta: beta * scale, factor: 1 / (norm * Math.abs(x[last]!)) };
}

/** The leading i × i part ← HAH = A − uwᵀ − wuᵀ, w = p − ½·factor·(pᵀu)·u, p = factor·Au. */
function reflect(
  a: Float64Array,
  u: Float64Array,
  factor: number,
  p: Float64Array,
  i: number,
  d: number,
): void {
  p.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const [row, uj] = [j * d, u[j]!];
    let sum = a[row + j]! * uj;
    for (let k = 0; k < j; k++) {
      const value = a[row + k]!;
      sum += value * u[k]!;
      p[k]! += value * uj;
    }
    p[j]! += sum;
  }
  let along = 0;
  for (let j = 0; j < i; j++) along += (p[j]! *= factor) * u[j]!;
  const half = (factor * along) / 2;
  for (let j = 0; j < i; j++) p[j]! -= half * u[j]!;
  for (let j = 0; j < i; j++) {
    const [row, uj, wj] = [j * d, u[j]!, p[j]!];
    for (let k = 0; k <= j; k++) a[row + k]! -= uj * p[k]! + wj * u[k]!;
  }
}

/** The eigenvalues of a tridiagonal matrix, descending, by the QL algorithm with implicit shifts, without vectors. */
export function tridiagonalEigenvalues({ diagonal, offDiagonal }: Tridiagonal): Float64Array {
  const [values, off, d] = [diagonal.slice(), offDiagonal.slice(), diagonal.length];
  for (let l = 0; l < d; l++) {
    for (let round = 0; round < 60; round++) {
      let m = l;
      while (
        m < d - 1 &&
        Math.abs(off[m]!) > Number.EPSILON * (Math.abs(values[m]!) + Math.abs(values[m + 1]!))
      )
        m++;
      if (m === l) break;
      const slope = (values[l + 1]! - values[l]!) / (2 * off[l]!);
      const r = Math.sqrt(slope * slope + 1);
      sweep(values, off, l, m, values[m]! - values[l]! + off[l]! / (slope + (slope >= 0 ? r : -r)));
    }
  }
  return values.sort().reverse();
}

function sweep(values: Float64Array, off: Float64Array, l: number, m: number, shifted: number): void {
  let [g, s, c, p] = [shifted, 1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = s * off[i]!;
    const b = c * off[i]!;
    const r = Math.hypot(f, g);
    off[i + 1] = r;
    if (r === 0) {
      values[i + 1]! -= p;
      off[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = values[i + 1]! - p;
    const t = (values[i]! - g) * s + 2 * c * b;
    p = s * t;
    values[i + 1] = g + p;
    g = c * t - b;
  }
  values[l]! -= p;
  off[l] = g;
  off[m] = 0;
}
