import { Matrix } from "ml-matrix";
import { dataMatrix } from "../data-matrix.js";

/** How a node passes its gradient to its parents: adds ∂f/∂parent to each parent's `g`. */
export type Pullback = (g: Matrix) => void;

/**
 * A matrix in a computation: its value `v`, and its gradient `g` = ∂f/∂v of the same shape, which `backward(f)` fills in.
 * Operations (`matMul`, `add`, …) make new nodes that remember their operands, so that the whole computation is a graph.
 */
export class MatrixNode {
  /** For the graph drawing and the trace. */
  readonly name: string;
  /** The operation that made it, or "leaf". */
  readonly operation: string;
  /** Operands of that operation. */
  readonly parents: readonly MatrixNode[];
  /** The value. */
  readonly v: Matrix;
  /** The gradient; zeros until `backward` runs. */
  g: Matrix;
  /** Passes the gradient on; nothing for a leaf. */
  readonly pullback: Pullback;

  constructor(
    v: Matrix,
    name = "",
    operation = "leaf",
    parents: readonly MatrixNode[] = [],
    pullback: Pullback = () => {},
  ) {
    this.v = v;
    this.name = name;
    this.operation = operation;
    this.parents = parents;
    this.g = Matrix.zeros(v.rows, v.columns);
    this.pullback = pullback;
  }

  /** "[rows, columns]". */
  get shape(): string {
    return `[${this.v.rows}, ${this.v.columns}]`;
  }
}

/**
 * A node for a matrix that is given, not computed.
 *
 * @throws RangeError if the matrix is empty or holds a number that is not finite.
 */
export function leaf(value: Matrix | readonly (readonly number[])[], name = ""): MatrixNode {
  return new MatrixNode(dataMatrix(value, "leaf", name || "value"), name);
}
