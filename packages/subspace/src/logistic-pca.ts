import { checkFinite, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { inverse, Matrix, QrDecomposition } from "ml-matrix";
import { pca } from "./pca.js";
import { type PointRows, type Points, readPoints } from "./points.js";

export interface LogisticPcaOptions {
  /** Directions kept, an integer from 1 to the numbers per image. */
  readonly components: number;
  /** Rounds, ≥ 1. Default 100. */
  readonly maxIterations?: number;
  /** Stops when a round lowers the loss by less than this part of it, > 0. Default 1e-5. */
  readonly tolerance?: number;
}

export interface LogisticPca {
  /** μ, d logits. */
  readonly mean: Float64Array;
  /** B, d × k, orthonormal columns. */
  readonly basis: Matrix;
  /** Cross-entropy per image, in nats, before and after every round: it never rises. */
  readonly losses: readonly number[];
  /** Codes of images, n × k: those of least cross-entropy, by the same rounds with μ and B held. */
  transform(images: Points): Matrix;
  /** Probabilities σ(μ + Bz) of codes, n × d. */
  reconstruct(codes: Points): Matrix;
}

/**
 * PCA for pixels between 0 and 1: images are probabilities σ(μ + Bz), and codes and directions minimize the cross-entropy instead of
 * squares, Σ −x ln σ(θ) − (1 − x) ln(1 − σ(θ)). Hinton and Salakhutdinov's "logistic PCA".
 *
 * Each round minimizes the quadratic bound of curvature ¼ that touches the loss at θ, first over μ and B, then over the codes: the loss
 * falls in every round, without a step size.
 *
 * @param images n images of d numbers in [0, 1].
 * @throws TypeError or RangeError for what are no images, a pixel outside of [0, 1], or more components than images or pixels.
 * @see J. de Leeuw, Principal Component Analysis of Binary Data by Iterated Singular Value Decomposition, 2006.
 */
export function logisticPca(images: Points, options: LogisticPcaOptions): LogisticPca {
  checkOptions("logisticPca", options, ["components", "maxIterations", "tolerance"]);
  const { components, maxIterations = 100, tolerance = 1e-5 } = options;
  const rows = readImages("logisticPca", images);
  checkNumbers("logisticPca", {
    components: [components, `integer in [1, ${Math.min(rows.n - 1, rows.d)}]`],
    maxIterations: [maxIterations, "integer ≥ 1"],
    tolerance: [tolerance, "> 0"],
  });
  const state = startingState(rows, components);
  let current = lossAndRest(rows, state.directions, state.codes);
  const losses = [current.loss];
  for (let round = 0; round < maxIterations; round++) {
    state.directions = improvedDirections(current.rest, state.directions, state.codes);
    state.codes = improvedCodes(rows, state.directions, state.codes);
    current = lossAndRest(rows, state.directions, state.codes);
    const before = losses.at(-1)!;
    losses.push(current.loss);
    if (before - current.loss <= tolerance * before) break;
  }
  const { mean, basis } = orthonormalized(state.directions);
  const directions = basis.clone().addColumn(components, [...mean]);
  return {
    mean,
    basis,
    losses,
    transform(given) {
      const fresh = readImages("logisticPca.transform", given);
      if (fresh.d !== rows.d)
        throw new RangeError(`logisticPca.transform: expected images of ${rows.d} numbers, got ${fresh.d}`);
      return codesOf(fresh, directions, components, { maxIterations, tolerance });
    },
    reconstruct(codes) {
      const { data, n, d } = readPoints("logisticPca.reconstruct", "codes", codes);
      if (d !== components)
        throw new RangeError(`logisticPca.reconstruct: expected codes of ${components} numbers, got ${d}`);
      const logits = withOne(Matrix.from1DArray(n, d, data)).mmul(directions.transpose());
      return logits.apply((i, j) => void logits.set(i, j, sigmoid(logits.get(i, j))));
    },
  };
}

/** Logits are [z, 1] · [B, μ]ᵀ: the last column of `directions` is μ, the last of `codes` 1. */
interface State {
  directions: Matrix;
  codes: Matrix;
}

/** PCA of logits that are drawn in from 0 and 1: 4 (x − ½) is the tangent's. */
function startingState(rows: PointRows, k: number): State {
  const logits = { data: rows.data.map((value) => 4 * (value - 0.5)), shape: [rows.n, rows.d] as const };
  const linear = pca(logits);
  const kept = Math.min(k, linear.basis.columns);
  const basis = Matrix.zeros(rows.d, k + 1);
  basis.setSubMatrix(linear.basis.subMatrix(0, rows.d - 1, 0, kept - 1), 0, 0);
  basis.setColumn(k, [...linear.mean]);
  const codes = Matrix.zeros(rows.n, k + 1);
  codes.setSubMatrix(linear.transform(logits).subMatrix(0, rows.n - 1, 0, kept - 1), 0, 0);
  codes.setColumn(k, Array<number>(rows.n).fill(1));
  return { directions: basis, codes };
}

/** Cross-entropy per image, and x − σ(θ). */
function lossAndRest({ data, n, d }: PointRows, directions: Matrix, codes: Matrix) {
  const theta = codes.mmul(directions.transpose()).to1DArray();
  const rest = new Float64Array(n * d);
  let loss = 0;
  for (let i = 0; i < rest.length; i++) {
    const t = theta[i]!;
    rest[i] = data[i]! - sigmoid(t);
    loss += Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t))) - data[i]! * t;
  }
  return { loss: loss / n, rest: Matrix.from1DArray(n, d, rest) };
}

/** The least of the bound over B and μ: V + 4 RᵀU (UᵀU)⁻¹. */
function improvedDirections(rest: Matrix, directions: Matrix, codes: Matrix): Matrix {
  return Matrix.add(directions, rest.transpose().mmul(codes).mul(4).mmul(stableInverse(codes)));
}

/** The least of the bound over the codes, their 1 held: Z + 4 RB (BᵀB)⁻¹. */
function improvedCodes(rows: PointRows, directions: Matrix, codes: Matrix): Matrix {
  const { rest } = lossAndRest(rows, directions, codes);
  const k = directions.columns - 1;
  const basis = directions.subMatrix(0, directions.rows - 1, 0, k - 1);
  const step = rest.mmul(basis).mul(4).mmul(stableInverse(basis));
  return Matrix.add(codes, step.addColumn(k, Array<number>(codes.rows).fill(0)));
}

/** (AᵀA)⁻¹, a little ridge against columns that vanish. */
function stableInverse(a: Matrix): Matrix {
  const gram = a.transpose().mmul(a);
  const ridge = 1e-12 * gram.trace();
  return inverse(Matrix.add(gram, Matrix.eye(gram.rows).mul(ridge)));
}

function codesOf(
  rows: PointRows,
  directions: Matrix,
  k: number,
  { maxIterations, tolerance }: { readonly maxIterations: number; readonly tolerance: number },
): Matrix {
  let codes = Matrix.zeros(rows.n, k + 1);
  codes.setColumn(k, Array<number>(rows.n).fill(1));
  let before = Infinity;
  for (let round = 0; round < 3 * maxIterations; round++) {
    codes = improvedCodes(rows, directions, codes);
    const { loss } = lossAndRest(rows, directions, codes);
    if (before - loss <= tolerance * 0.1 * loss) break;
    before = loss;
  }
  return codes.subMatrix(0, rows.n - 1, 0, k - 1);
}

/** Directions with orthonormal columns that span the same, and μ. */
function orthonormalized(directions: Matrix): { readonly mean: Float64Array; readonly basis: Matrix } {
  const k = directions.columns - 1;
  const qr = new QrDecomposition(directions.subMatrix(0, directions.rows - 1, 0, k - 1));
  return { mean: Float64Array.from(directions.getColumn(k)), basis: qr.orthogonalMatrix };
}

function withOne(codes: Matrix): Matrix {
  return codes.clone().addColumn(codes.columns, Array<number>(codes.rows).fill(1));
}

function sigmoid(t: number): number {
  return t >= 0 ? 1 / (1 + Math.exp(-t)) : Math.exp(t) / (1 + Math.exp(t));
}

function readImages(caller: string, images: Points): PointRows {
  const rows = readPoints(caller, "images", images);
  checkFinite(caller, "images", rows.data, { features: rows.d, within: [0, 1] });
  return rows;
}
