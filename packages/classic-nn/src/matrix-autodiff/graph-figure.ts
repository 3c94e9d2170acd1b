import { escapeHtml } from "@elbowjs/figures";
import { computationOrder } from "./backward.js";
import type { MatrixNode } from "./matrix-node.js";

const [BOX_WIDTH, BOX_HEIGHT, COLUMN, ROW] = [104, 44, 140, 64];

/** The column of every node: the result stands last, every other one column left of the first node that uses it. */
function columns(order: readonly MatrixNode[]): Map<MatrixNode, number> {
  const height = new Map<MatrixNode, number>();
  for (const node of order.toReversed()) {
    const own = height.get(node) ?? 0;
    height.set(node, own);
    for (const parent of node.parents) height.set(parent, Math.max(height.get(parent) ?? 0, own + 1));
  }
  const last = Math.max(...height.values());
  return new Map(order.map((node) => [node, last - height.get(node)!]));
}

/**
 * The graph of a computation as an SVG string, from left to right, leaves filled and below what is computed. For large
 * graphs give `graphDot` to Graphviz, which untangles arrows.
 *
 * @throws TypeError if the result is no node.
 */
export function graphFigure(result: MatrixNode): string {
  const order = computationOrder(result);
  const column = columns(order);
  const place = new Map<MatrixNode, { x: number; y: number }>();
  const filled = new Array<number>(column.get(result)! + 1).fill(0);
  const isLeaf = (node: MatrixNode): boolean => node.parents.length === 0;
  for (const node of [...order.filter((n) => !isLeaf(n)), ...order.filter(isLeaf)]) {
    const c = column.get(node)!;
    place.set(node, { x: 20 + c * COLUMN, y: 20 + filled[c]! * ROW });
    filled[c]! += 1;
  }
  const arrows = order.flatMap((node) =>
    node.parents.map((parent) => {
      const [from, to] = [place.get(parent)!, place.get(node)!];
      return `<path d="M${from.x + BOX_WIDTH},${from.y + BOX_HEIGHT / 2}L${to.x},${to.y + BOX_HEIGHT / 2}" stroke="#666" marker-end="url(#arrow)"/>`;
    }),
  );
  const boxes = [...place].map(([node, { x, y }]) => {
    const text = (dy: number, content: string): string =>
      `<text x="${x + BOX_WIDTH / 2}" y="${y + dy}" text-anchor="middle">${escapeHtml(content)}</text>`;
    const title = [node.name, isLeaf(node) ? "" : node.operation].filter(Boolean).join(" = ");
    return `<rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="4" fill="${isLeaf(node) ? "#e8f1fa" : "white"}" stroke="#666"/>${text(18, title)}${text(35, node.shape)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${20 + filled.length * COLUMN} ${20 + Math.max(...filled) * ROW}" font-family="sans-serif" font-size="12" role="img" aria-label="Graph of a computation">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z" fill="#666"/></marker></defs>',
    ...arrows,
    ...boxes,
    "</svg>",
  ].join("\n");
}
