import { computationOrder } from "./backward.js";
import type { MatrixNode } from "./matrix-node.js";

/**
 * The graph of a computation in the DOT language of Graphviz: a box for each node with its name, operation and shape, an
 * arrow from each operand. Leaves are filled.
 *
 * @throws TypeError if the result is no node.
 */
export function graphDot(result: MatrixNode): string {
  const order = computationOrder(result);
  const id = new Map(order.map((node, i) => [node, `n${i}`]));
  const quotable = (text: string): string => text.replace(/["\\]/g, "\\$&");
  const boxes = order.map(({ name, operation, shape, parents }, i) => {
    const label = [name, parents.length > 0 ? operation : "", shape]
      .filter(Boolean)
      .map(quotable)
      .join("\\n");
    return `  n${i} [label="${label}"${parents.length > 0 ? "" : ', style=filled, fillcolor="#e8f1fa"'}];`;
  });
  const arrows = order.flatMap((node) =>
    node.parents.map((parent) => `  ${id.get(parent)} -> ${id.get(node)};`),
  );
  return ["digraph computation {", "  rankdir=LR;", "  node [shape=box];", ...boxes, ...arrows, "}"].join(
    "\n",
  );
}
