import { escapeText } from "../svg-axes.js";
import { computationOrder } from "./backward.js";
import type { MatrixNode } from "./matrix-node.js";

const [BOX_WIDTH, BOX_HEIGHT, COLUMN, ROW] = [104, 44, 140, 64];

/**
 * The graph of a computation as an SVG string: every node stands one column right of the last of its operands, leaves are
 * filled. For large graphs give `graphDot` to Graphviz, which untangles arrows.
 */
export function graphFigure(result: MatrixNode): string {
  const column = new Map<MatrixNode, number>();
  const place = new Map<MatrixNode, { x: number; y: number }>();
  const filled: number[] = [];
  for (const node of computationOrder(result)) {
    const c = Math.max(-1, ...node.parents.map((parent) => column.get(parent)!)) + 1;
    const r = filled[c] ?? 0;
    filled[c] = r + 1;
    column.set(node, c);
    place.set(node, { x: 20 + c * COLUMN, y: 20 + r * ROW });
  }
  const nodes = [...place];
  const width = 20 + filled.length * COLUMN;
  const height = 20 + Math.max(...filled) * ROW;
  const arrows = nodes.flatMap(([node, to]) =>
    node.parents.map((parent) => {
      const from = place.get(parent)!;
      return `<path d="M${from.x + BOX_WIDTH},${from.y + BOX_HEIGHT / 2}L${to.x},${to.y + BOX_HEIGHT / 2}" stroke="#666" marker-end="url(#arrow)"/>`;
    }),
  );
  const boxes = nodes.map(([{ name, operation, shape, parents }, { x, y }]) => {
    const text = (dy: number, content: string): string =>
      `<text x="${x + BOX_WIDTH / 2}" y="${y + dy}" text-anchor="middle">${escapeText(content)}</text>`;
    const title = [name, parents.length > 0 ? operation : ""].filter(Boolean).join(" = ");
    return `<rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="4" fill="${parents.length > 0 ? "white" : "#e8f1fa"}" stroke="#666"/>${text(18, title)}${text(35, shape)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Graph of a computation">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z" fill="#666"/></marker></defs>',
    ...arrows,
    ...boxes,
    "</svg>",
  ].join("\n");
}
