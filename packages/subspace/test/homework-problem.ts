import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix, QrDecomposition } from "ml-matrix";

interface Problem {
  readonly ambient?: number;
  readonly dimension?: number;
  readonly inliers?: number;
  readonly outliers?: number;
  /** Of the outliers' entries; those of the inliers' coordinates have 1. */
  readonly scale?: number;
  /** Every point divided by its length. */
  readonly unit?: boolean;
}

/** Homework 3, problem 3(a): inliers on a random subspace, and Gaussian outliers behind them. */
export function homeworkProblem(
  seed: number,
  { ambient = 200, dimension = 20, inliers = 98, outliers = 2, scale = 1, unit = false }: Problem = {},
): { readonly basis: Matrix; readonly points: number[][] } {
  const rng = defaultRng(seed);
  const normals = (rows: number, columns: number) =>
    Matrix.from1DArray(rows, columns, rng.standardNormal(rows * columns));
  const basis = new QrDecomposition(normals(ambient, dimension)).orthogonalMatrix;
  const points = normals(inliers, dimension).mmul(basis.transpose()).to2DArray();
  for (let i = 0; i < outliers; i++)
    points.push(Array.from(rng.standardNormal(ambient), (value) => scale * value));
  if (!unit) return { basis, points };
  return { basis, points: points.map((point) => point.map((value) => value / Math.hypot(...point))) };
}
