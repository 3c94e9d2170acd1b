import type { Tridiagonal } from "./tridiagonal.js";

/** Rounds of inverse iteration: the first is nearly always enough. */
const rounds = 3;

/** Eigenvalues nearer than this part of the norm share a group, whose vectors are made orthogonal to each other. */
const near = 1e-3;

/**
 * Eigenvectors of a tridiagonal matrix for some of its eigenvalues, orthonormal: (T − λI)⁻¹ applied to a random vector, orthogonal to
 * the vectors of neighbouring eigenvalues.
 *
 * @param values descending, accurate eigenvalues.
 * @see J. Demmel, Applied Numerical Linear Algebra, section 5.3.4; LAPACK's `dstein`.
 */
export function inverseIteration(matrix: Tridiagonal, values: Float64Array): Float64Array[] {
  const { diagonal, offDiagonal } = matrix;
  const norm = diagonal.reduce(
    (most, value, i) =>
      Math.max(most, Math.abs(value) + Math.abs(offDiagonal[i]!) + Math.abs(offDiagonal[i - 1] ?? 0)),
    0,
  );
  const vectors: Float64Array[] = [];
  let groupStart = 0;
  for (const [k, value] of values.entries()) {
    if (k > 0 && values[k - 1]! - value > near * norm) groupStart = k;
    const x = pseudoRandom(diagonal.length, k);
    for (let round = 0; round < rounds; round++) {
      // Equal eigenvalues are moved apart by roundings, so that each solves another system.
      solveShifted(matrix, value - (k - groupStart) * 2 * Number.EPSILON * norm, norm, x);
      scaleToUnit(x);
      for (let twice = 0; twice < 2; twice++)
        for (let j = groupStart; j < k; j++) removeAlong(x, vectors[j]!);
      scaleToUnit(x);
    }
    vectors.push(x);
  }
  return vectors;
}

/** x ← (T − λI)⁻¹x by elimination with row exchanges; a pivot of 0 becomes a rounding of the norm. */
function solveShifted(
  { diagonal, offDiagonal }: Tridiagonal,
  lambda: number,
  norm: number,
  x: Float64Array,
): void {
  const d = diagonal.length;
  const main = diagonal.map((value) => value - lambda);
  const upper = offDiagonal.slice();
  const second = new Float64Array(d);
  const smallest = Number.EPSILON * norm || 1;
  for (let i = 0; i < d - 1; i++) {
    const below = offDiagonal[i]!;
    if (Math.abs(below) > Math.abs(main[i]!)) {
      const factor = main[i]! / below;
      [main[i], upper[i], second[i], main[i + 1], upper[i + 1]] = [
        below,
        main[i + 1]!,
        upper[i + 1]!,
        upper[i]! - factor * main[i + 1]!,
        -factor * upper[i + 1]!,
      ];
      [x[i], x[i + 1]] = [x[i + 1]!, x[i]! - factor * x[i + 1]!];
    } else {
      if (Math.abs(main[i]!) < smallest) main[i] = smallest;
      const factor = below / main[i]!;
      main[i + 1]! -= factor * upper[i]!;
      x[i + 1]! -= factor * x[i]!;
    }
  }
  if (Math.abs(main[d - 1]!) < smallest) main[d - 1] = smallest;
  for (let i = d - 1; i >= 0; i--) {
    let value = x[i]!;
    if (i < d - 1) value -= upper[i]! * x[i + 1]!;
    if (i < d - 2) value -= second[i]! * x[i + 2]!;
    x[i] = value / main[i]!;
  }
}

function removeAlong(x: Float64Array, unit: Float64Array): void {
  let along = 0;
  for (let i = 0; i < x.length; i++) along += x[i]! * unit[i]!;
  for (let i = 0; i < x.length; i++) x[i]! -= along * unit[i]!;
}

/** Unit length, without overflow on the way. */
function scaleToUnit(x: Float64Array): void {
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let square = 0;
  for (let i = 0; i < x.length; i++) square += (x[i]! /= largest) ** 2;
  const norm = Math.sqrt(square);
  for (let i = 0; i < x.length; i++) x[i]! /= norm;
}

/** Numbers in [−1, 1) from a linear congruential generator: any start will do that is not orthogonal to the answer. */
function pseudoRandom(length: number, seed: number): Float64Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
