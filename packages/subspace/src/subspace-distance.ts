import { Matrix, QrDecomposition, SVD } from "ml-matrix";
import { type Points, readPoints } from "./points.js";

/**
 * The distance of the subspaces that two bases span, ‖B₁B₁⁺ − B₂B₂⁺‖_F: the root of twice the sum of the squared sines of the principal
 * angles (for equal dimensions). From the sines themselves, so that a distance of 1e-15 is not lost in a difference from 1.
 *
 * @param first d × k₁, linearly independent columns. @param second d × k₂.
 * @returns 0 for the same subspace, √(k₁ + k₂) for orthogonal ones.
 * @throws TypeError or RangeError for what are no matrices, other numbers of rows, or columns that depend on one another.
 * @see Homework 3, problem 3(a), fall 2023; G. Golub, C. Van Loan, Matrix Computations, section 2.5.
 */
export function subspaceDistance(first: Points, second: Points): number {
  const [one, other] = readBases("subspaceDistance", first, second);
  // ‖P₁ − P₂‖² = ‖(I − P₁) Q₂‖² + ‖(I − P₂) Q₁‖².
  return Math.hypot(residual(one, other).norm("frobenius"), residual(other, one).norm("frobenius"));
}

/**
 * The principal angles between two subspaces, in radians from 0 to π/2, ascending; as many as the smaller one has dimensions. Small
 * angles come from sines, large ones from cosines: each is exact to rounding.
 *
 * @param first d × k₁, linearly independent columns. @param second d × k₂.
 * @throws as `subspaceDistance`.
 * @see Å. Björck, G. Golub, Numerical Methods for Computing Angles between Linear Subspaces, 1973.
 */
export function principalAngles(first: Points, second: Points): Float64Array {
  const [one, other] = readBases("principalAngles", first, second);
  const [small, large] = one.columns <= other.columns ? [one, other] : [other, one];
  const cosines = new SVD(large.transpose().mmul(small), { autoTranspose: true }).diagonal;
  const sines = new SVD(residual(large, small), { autoTranspose: true }).diagonal;
  const count = small.columns;
  return Float64Array.from({ length: count }, (_, i) => {
    const [cosine, sine] = [cosines[i] ?? 0, sines[count - 1 - i] ?? 0];
    return sine < Math.SQRT1_2 ? Math.asin(Math.max(0, sine)) : Math.acos(Math.min(1, cosine));
  });
}

/** (I − PPᵀ) Q. */
function residual(p: Matrix, q: Matrix): Matrix {
  return Matrix.sub(q, p.mmul(p.transpose().mmul(q)));
}

function readBases(caller: string, first: Points, second: Points): readonly [Matrix, Matrix] {
  const bases = [orthonormal(caller, "first", first), orthonormal(caller, "second", second)] as const;
  if (bases[0].rows !== bases[1].rows)
    throw new RangeError(
      `${caller}: expected bases of one space, got columns of ${bases[0].rows} and ${bases[1].rows} numbers`,
    );
  return bases;
}

function orthonormal(caller: string, name: string, basis: Points): Matrix {
  const { data, n, d } = readPoints(caller, name, basis);
  const matrix = Matrix.from1DArray(n, d, data);
  const qr = d <= n ? new QrDecomposition(matrix) : undefined;
  const diagonal = qr ? qr.upperTriangularMatrix.diagonal().map(Math.abs) : [0];
  const largest = Math.max(...diagonal);
  const dependent = diagonal.findIndex((value) => !(value > 1e-12 * largest));
  if (qr === undefined || dependent >= 0)
    throw new RangeError(
      `${caller}: expected ${name} to have linearly independent columns, got ${d} columns of ${n} numbers${qr ? `, of which column ${dependent} depends on those before` : ""}`,
    );
  return qr.orthogonalMatrix;
}
