import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import { type Activation, relu } from "../backpropagation/activation.js";
import { backward } from "./backward.js";
import { leaf, type MatrixNode } from "./matrix-node.js";
import { activate, halfSquaredNorm, matMul, subtract } from "./operations.js";

/** The five matrices of the problem. */
export interface ThreeLayerLeaves {
  readonly Y: Matrix;
  readonly X: Matrix;
  readonly W1: Matrix;
  readonly W2: Matrix;
  readonly W3: Matrix;
}

/** Sizes of the problem. */
export interface ThreeLayerSizes {
  /** Rows of Y. Default 2. */
  readonly outputs?: number;
  /** Rows of X. Default 5. */
  readonly inputs?: number;
  /** Rows of W₁ and of W₂. Default 4 and 3. */
  readonly hidden?: readonly [number, number];
  /** Columns of X and Y, the points. Default 50. */
  readonly points?: number;
}

/**
 * The matrices of CSCI 5527, homework 3, problem 1: Y 2×50, X 5×50, W₁ 4×5, W₂ 3×4, W₃ 2×3, standard normal, drawn in this
 * order, by rows, from `default_rng(55272022)`.
 *
 * @param sizes Each an integer in [1, 4096]. Default those of the problem.
 * @param seed Default 55272022.
 * @throws RangeError if a size is not such an integer; TypeError for one that does not exist.
 */
export function threeLayerLeaves(sizes: ThreeLayerSizes = {}, seed = 55272022): ThreeLayerLeaves {
  checkOptions("threeLayerLeaves", sizes, ["outputs", "inputs", "hidden", "points"]);
  const { outputs = 2, inputs = 5, hidden = [4, 3], points = 50 } = sizes;
  checkKinds("threeLayerLeaves", { hidden: [hidden, "array"] });
  const [first, second] = hidden;
  checkNumbers("threeLayerLeaves", {
    outputs: [outputs, "integer in [1, 4096]"],
    inputs: [inputs, "integer in [1, 4096]"],
    "hidden[0]": [first, "integer in [1, 4096]"],
    "hidden[1]": [second, "integer in [1, 4096]"],
    points: [points, "integer in [1, 4096]"],
  });
  const rng = defaultRng(seed);
  const draw = (rows: number, columns: number): Matrix =>
    Matrix.from1DArray(rows, columns, rng.standardNormal(rows * columns));
  const [Y, X] = [draw(outputs, points), draw(inputs, points)];
  const [W1, W2, W3] = [draw(first, inputs), draw(second, first), draw(outputs, second)];
  return { Y, X, W1, W2, W3 };
}

/** The names of the nodes, those of the problem's graph. */
export type ThreeLayerName = keyof ThreeLayerLeaves | "V1" | "V2" | "V3" | "V4" | "V5" | "D" | "z";

/** Every node of f with its value `v` and gradient `g`. */
export interface ThreeLayerTrace {
  /** In the order of computation; z is the last. */
  readonly nodes: readonly MatrixNode[];
  /** The same by name: the leaves, V1 = W₁X, V2 = σ(V1), V3 = W₂V2, V4 = σ(V3), V5 = W₃V4, D = Y − V5, z = ½‖D‖². */
  readonly node: Readonly<Record<ThreeLayerName, MatrixNode>>;
}

/**
 * f = ½‖Y − W₃σ(W₂σ(W₁X))‖² with the gradient of f with respect to every matrix in it.
 *
 * @param leaves Default {@link threeLayerLeaves}, the matrices of the problem.
 * @param sigma σ. Default ReLU, as in the problem.
 * @throws RangeError if the shapes do not fit together or a number is not finite.
 */
export function threeLayerTrace(
  leaves: ThreeLayerLeaves = threeLayerLeaves(),
  sigma: Activation = relu,
): ThreeLayerTrace {
  checkKinds("threeLayerTrace", { leaves: [leaves, "object"] });
  const { Y, X, W1, W2, W3 } = leaves;
  const y = leaf(Y, "Y");
  const v1 = matMul(leaf(W1, "W1"), leaf(X, "X"), "V1");
  const v3 = matMul(leaf(W2, "W2"), activate(v1, sigma, "V2"), "V3");
  const v5 = matMul(leaf(W3, "W3"), activate(v3, sigma, "V4"), "V5");
  const nodes = backward(halfSquaredNorm(subtract(y, v5, "D"), "z"));
  const node = Object.fromEntries(nodes.map((n) => [n.name, n])) as Record<ThreeLayerName, MatrixNode>;
  return { nodes, node };
}
