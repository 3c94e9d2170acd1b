import { checkKinds, refusal, shown } from "@elbowjs/arguments";
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
    checkKinds("MatrixNode", {
      v: [v, "Matrix"],
      name: [name, "string"],
      operation: [operation, "string"],
      parents: [parents, "array"],
      pullback: [pullback, "function"],
    });
    for (const parent of parents) checkNode("MatrixNode", "every parent", parent);
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
 * Refuses what is no node.
 *
 * @throws TypeError that says how to make one.
 */
export function checkNode(caller: string, name: string, node: MatrixNode): void {
  if (!(node instanceof MatrixNode))
    throw refusal(
      new TypeError(
        `${caller}: expected ${name} to be a MatrixNode, got ${shown(node)}; leaf makes one of a matrix`,
      ),
    );
}

/**
 * A node for a matrix that is given, not computed.
 *
 * @throws RangeError if the matrix is empty or holds a number that is not finite; TypeError for what is no matrix.
 */
export function leaf(value: Matrix | readonly (readonly number[])[], name = ""): MatrixNode {
  checkKinds("leaf", { name: [name, "string"] });
  return new MatrixNode(dataMatrix(value, "leaf", name || "value"), name);
}
