import { Matrix } from "ml-matrix";
import { type Activation, checkActivation } from "../backpropagation/activation.js";
import { mapEntries } from "../map-entries.js";
import { checkNode, MatrixNode } from "./matrix-node.js";

/** Refuses operands that are no nodes. */
function checkOperands(operation: string, operands: Readonly<Record<string, MatrixNode>>): void {
  for (const [name, node] of Object.entries(operands)) checkNode(operation, name, node);
}

function sameShape(operation: string, a: MatrixNode, b: MatrixNode): void {
  checkOperands(operation, { a, b });
  if (a.v.rows !== b.v.rows || a.v.columns !== b.v.columns)
    throw new RangeError(`${operation}: expected operands of one shape, got ${a.shape} and ${b.shape}`);
}

/** C = AB. Backwards: ∂f/∂A = ∂f/∂C Bᵀ and ∂f/∂B = Aᵀ ∂f/∂C. */
export function matMul(a: MatrixNode, b: MatrixNode, name = ""): MatrixNode {
  checkOperands("matMul", { a, b });
  if (a.v.columns !== b.v.rows)
    throw new RangeError(
      `matMul: expected a right operand of shape [${a.v.columns}, n] to match ${a.shape}, got ${b.shape}`,
    );
  return new MatrixNode(a.v.mmul(b.v), name, "matMul", [a, b], (g) => {
    a.g.add(g.mmul(b.v.transpose()));
    b.g.add(a.v.transpose().mmul(g));
  });
}

/** C = A + B, entry by entry. Backwards both receive ∂f/∂C. */
export function add(a: MatrixNode, b: MatrixNode, name = ""): MatrixNode {
  sameShape("add", a, b);
  return new MatrixNode(Matrix.add(a.v, b.v), name, "add", [a, b], (g) => {
    a.g.add(g);
    b.g.add(g);
  });
}

/** C = A − B, entry by entry. Backwards A receives ∂f/∂C, B its opposite. */
export function subtract(a: MatrixNode, b: MatrixNode, name = ""): MatrixNode {
  sameShape("subtract", a, b);
  return new MatrixNode(Matrix.sub(a.v, b.v), name, "subtract", [a, b], (g) => {
    a.g.add(g);
    b.g.sub(g);
  });
}

/** C = A ∘ B, entry by entry. Backwards A receives ∂f/∂C ∘ B, B receives ∂f/∂C ∘ A. */
export function hadamard(a: MatrixNode, b: MatrixNode, name = ""): MatrixNode {
  sameShape("hadamard", a, b);
  return new MatrixNode(Matrix.mul(a.v, b.v), name, "hadamard", [a, b], (g) => {
    a.g.add(Matrix.mul(g, b.v));
    b.g.add(Matrix.mul(g, a.v));
  });
}

/** C = φ(A), entry by entry. Backwards A receives ∂f/∂C ∘ φ′(A). */
export function activate(a: MatrixNode, activation: Activation, name = ""): MatrixNode {
  checkOperands("activate", { a });
  checkActivation("activate", activation);
  return new MatrixNode(mapEntries(a.v, activation.value), name, activation.name, [a], (g) => {
    a.g.add(mapEntries(a.v, activation.derivative).mul(g));
  });
}

/** C = ½‖A‖² = ½ Σ a², a 1×1 matrix. Backwards A receives ∂f/∂C · A. */
export function halfSquaredNorm(a: MatrixNode, name = ""): MatrixNode {
  checkOperands("halfSquaredNorm", { a });
  return new MatrixNode(new Matrix([[0.5 * a.v.dot(a.v)]]), name, "½‖·‖²", [a], (g) => {
    a.g.add(Matrix.mul(a.v, g.get(0, 0)));
  });
}
