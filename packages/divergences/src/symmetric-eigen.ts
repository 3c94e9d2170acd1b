/** A = V diag(λ) Vᵀ. */
export interface SymmetricEigen {
  /** λ, ascending only by chance: in the order in which they converged. */
  readonly values: Float64Array;
  /** V, d × d, row after row; column k belongs to λ[k]. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to a tridiagonal matrix, then the QL algorithm with
 * implicit shifts. About 9 d³ operations; every value is within a few roundings of the matrix' norm.
 *
 * @param a d × d numbers, row after row; only the lower triangle is read.
 * @see H. Bowdler, R. Martin, C. Reinsch, J. Wilkinson, The QR and QL Algorithms for Symmetric Matrices, 1968 (`tred2`, `tql2`).
 */
export function symmetricEigen(a: ArrayLike<number>, d: number): SymmetricEigen {
  const vectors = Float64Array.from(a);
  const values = new Float64Array(d);
  const offDiagonal = new Float64Array(d);
  tridiagonalize(vectors, values, offDiagonal, d);
  diagonalize(vectors, values, offDiagonal, d);
  return { values, vectors };
}

/** V ← Q and (values, off) ← the tridiagonal QᵀAQ. */
function tridiagonalize(v: Float64Array, values: Float64Array, off: Float64Array, d: number): void {
  for (let i = d - 1; i > 0; i--) {
    const row = i * d;
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(v[row + k]!);
    if (i === 1 || scale === 0) {
      off[i] = v[row + i - 1]!;
      values[i] = 0;
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; k++) h += (v[row + k]! /= scale) ** 2;
    const f = v[row + i - 1]!;
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    off[i] = scale * g;
    h -= f * g;
    v[row + i - 1] = f - g;
    values[i] = h;
    reflect(v, off, i, d, h);
  }
  off[0] = values[0] = 0;
  accumulate(v, values, d);
}

/** The rows above row i become those of HAH for its Householder vector u, which stays in row i; u / h goes to column i. */
function reflect(v: Float64Array, off: Float64Array, i: number, d: number, h: number): void {
  const row = i * d;
  let uAu = 0;
  for (let j = 0; j < i; j++) {
    v[j * d + i] = v[row + j]! / h;
    let sum = 0;
    for (let k = 0; k <= j; k++) sum += v[j * d + k]! * v[row + k]!;
    for (let k = j + 1; k < i; k++) sum += v[k * d + j]! * v[row + k]!;
    off[j] = sum / h;
    uAu += off[j]! * v[row + j]!;
  }
  const half = uAu / (2 * h);
  for (let j = 0; j < i; j++) {
    const f = v[row + j]!;
    const g = (off[j]! -= half * f);
    for (let k = 0; k <= j; k++) v[j * d + k]! -= f * off[k]! + g * v[row + k]!;
  }
}

/** The product of the reflections, in place. */
function accumulate(v: Float64Array, values: Float64Array, d: number): void {
  const sums = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    const row = i * d;
    if (values[i] !== 0) {
      sums.fill(0, 0, i);
      for (let k = 0; k < i; k++) for (let j = 0; j < i; j++) sums[j]! += v[row + k]! * v[k * d + j]!;
      for (let k = 0; k < i; k++) for (let j = 0; j < i; j++) v[k * d + j]! -= sums[j]! * v[k * d + i]!;
    }
    values[i] = v[row + i]!;
    v[row + i] = 1;
    for (let j = 0; j < i; j++) v[j * d + i] = v[row + j] = 0;
  }
}

/** QL with implicit shifts on the tridiagonal (values, off); the rotations are applied to the columns of V. */
function diagonalize(v: Float64Array, values: Float64Array, off: Float64Array, d: number): void {
  off.copyWithin(0, 1);
  off[d - 1] = 0;
  for (let l = 0; l < d; l++) {
    for (let round = 0; ; round++) {
      let m = l;
      while (
        m < d - 1 &&
        Math.abs(off[m]!) > Number.EPSILON * (Math.abs(values[m]!) + Math.abs(values[m + 1]!))
      )
        m++;
      // Three rounds per value are usual; 60 are never reached by finite input.
      if (m === l || round === 60) break;
      const slope = (values[l + 1]! - values[l]!) / (2 * off[l]!);
      const r = Math.hypot(slope, 1);
      sweep(v, values, off, l, m, d, values[m]! - values[l]! + off[l]! / (slope + (slope >= 0 ? r : -r)));
    }
  }
}

function sweep(
  v: Float64Array,
  values: Float64Array,
  off: Float64Array,
  l: number,
  m: number,
  d: number,
  shifted: number,
): void {
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
    for (let k = 0; k < d * d; k += d) {
      const next = v[k + i + 1]!;
      v[k + i + 1] = s * v[k + i]! + c * next;
      v[k + i] = c * v[k + i]! - s * next;
    }
  }
  values[l]! -= p;
  off[l] = g;
  off[m] = 0;
}
