import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import { type Activation, logistic } from "../backpropagation/activation.js";
import { backward } from "./backward.js";
import { leaf, type MatrixNode } from "./matrix-node.js";
import { activate, halfSquaredNorm, matMul, subtract } from "./operations.js";

/** The five matrices of the problem. */
export interface ThreeLayerLeaves {
  Y: Matrix;
  X: Matrix;
  W1: Matrix;
  W2: Matrix;
  W3: Matrix;
}

/** Sizes of the problem. */
export interface ThreeLayerSizes {
  /** Rows of Y. Default 2. */
  outputs?: number;
  /** Rows of X. Default 3. */
  inputs?: number;
  /** Rows of W₁ and of W₂. Default 5 and 4. */
  hidden?: readonly [number, number];
  /** Columns of X and Y, the points. Default 50. */
  points?: number;
}

/**
 * The matrices of CSCI 5527, homework 3, problem 1: standard normal, drawn in the order Y, X, W₁, W₂, W₃, by rows, from
 * `default_rng(55272022)`. The outputs and points are the problem's, 2×50; the other sizes are ours and can be given.
 *
 * @param seed Default 55272022.
 * @throws RangeError if a size is not a positive integer.
 */
export function threeLayerLeaves(
  { outputs = 2, inputs = 3, hidden: [first, second] = [5, 4], points = 50 }: ThreeLayerSizes = {},
  seed = 55272022,
): ThreeLayerLeaves {
  const sizes = [outputs, inputs, first, second, points];
  if (!sizes.every((size) => Number.isInteger(size) && size >= 1))
    throw new RangeError(
      `threeLayerLeaves: expected sizes that are integers >= 1, got [${sizes.join(", ")}]`,
    );
  const rng = defaultRng(seed);
  const draw = (rows: number, columns: number): Matrix =>
    Matrix.from1DArray(rows, columns, rng.standardNormal(rows * columns));
  const [Y, X] = [draw(outputs, points), draw(inputs, points)];
  const [W1, W2, W3] = [draw(first, inputs), draw(second, first), draw(outputs, second)];
  return { Y, X, W1, W2, W3 };
}

/** Every node of f with its value `v` and gradient `g`. */
export interface ThreeLayerTrace {
  /** In the order of computation; f is the last. */
  nodes: MatrixNode[];
  /** The same by name: Y, X, W1, W2, W3, A1 = W₁X, H1 = σ(A1), A2 = W₂H1, H2 = σ(A2), P = W₃H2, R = Y − P, f. */
  node: Readonly<Record<string, MatrixNode>>;
}

/**
 * f = ½‖Y − W₃σ(W₂σ(W₁X))‖² with the gradient of f with respect to every matrix in it.
 *
 * @param sigma σ. Default the logistic function.
 * @throws RangeError if the shapes do not fit together or a number is not finite.
 */
export function threeLayerTrace(
  { Y, X, W1, W2, W3 }: ThreeLayerLeaves,
  sigma: Activation = logistic(),
): ThreeLayerTrace {
  const y = leaf(Y, "Y");
  const a1 = matMul(leaf(W1, "W1"), leaf(X, "X"), "A1");
  const a2 = matMul(leaf(W2, "W2"), activate(a1, sigma, "H1"), "A2");
  const p = matMul(leaf(W3, "W3"), activate(a2, sigma, "H2"), "P");
  const nodes = backward(halfSquaredNorm(subtract(y, p, "R"), "f"));
  return { nodes, node: Object.fromEntries(nodes.map((node) => [node.name, node])) };
}
