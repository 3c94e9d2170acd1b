import { Matrix } from "ml-matrix";
import { checkNode, type MatrixNode } from "./matrix-node.js";

/**
 * All nodes that a result depends on, each after its operands, the result last.
 *
 * @throws TypeError if the result is no node.
 */
export function computationOrder(result: MatrixNode): MatrixNode[] {
  checkNode("computationOrder", "result", result);
  const order: MatrixNode[] = [];
  const seen = new Set<MatrixNode>();
  const visit = (node: MatrixNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    node.parents.forEach(visit);
    order.push(node);
  };
  visit(result);
  return order;
}

/**
 * Reverse-mode differentiation: fills `g` of every node with the gradient of the result, from the result back to the
 * leaves. A node used twice receives the sum of both. Calling it again starts from zeros.
 *
 * @param result A node of shape [1, 1].
 * @returns The nodes in the order in which they were computed.
 * @throws RangeError if the result is not 1×1; TypeError if it is no node.
 */
export function backward(result: MatrixNode): MatrixNode[] {
  checkNode("backward", "result", result);
  if (result.v.rows !== 1 || result.v.columns !== 1)
    throw new RangeError(`backward: expected a result of shape [1, 1], got ${result.shape}`);
  const order = computationOrder(result);
  for (const node of order) node.g = Matrix.zeros(node.v.rows, node.v.columns);
  result.g = Matrix.ones(1, 1);
  for (const node of order.toReversed()) node.pullback(node.g);
  return order;
}
