import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { dot, figure, line, type Mark, type Theme, text } from "@elbowjs/figures";
import type { SearchNode, SearchTree } from "./search-tree.js";

/** Options of {@link searchTreeFigure}. */
export interface SearchTreeFigureOptions {
  /** What a token is called. Default: its number. */
  readonly label?: ((token: number) => string) | undefined;
  /** What the root is called, such as the prompt. Default "". */
  readonly root?: string | undefined;
  /** Default: none. */
  readonly title?: string | undefined;
  /** Pixels, ≥ 160. Default 640. */
  readonly width?: number | undefined;
  /** Pixels, ≥ 120. Default: so that leaves are 20 apart. */
  readonly height?: number | undefined;
  /** Default "auto". */
  readonly theme?: Theme | undefined;
}

/** More nodes than that are a grey cloud. */
const mostNodes = 2000;

/**
 * The tree of a search: from the prompt at the left one token per step to the right, every node with its token, leaves with their
 * score in nats. What was kept is drawn in ink, what was pruned is faint, the results stand out.
 *
 * @returns SVG.
 * @throws TypeError for an unknown option or what is not a tree; RangeError for one of more than 2,000 nodes.
 */
export function searchTreeFigure(tree: SearchTree, options: SearchTreeFigureOptions = {}): string {
  checkOptions("searchTreeFigure", options, ["label", "root", "title", "width", "height", "theme"]);
  const { label = String, root = "", title, width = 640, theme = "auto" } = options;
  checkKinds("searchTreeFigure", {
    tree: [tree, "object"],
    label: [label, "function"],
    root: [root, "string"],
  });
  checkChoices("searchTreeFigure", { theme: [theme, ["auto", "light", "dark"]] });
  checkTree(tree);
  const { nodes } = tree;
  const { heights, leaves } = layOut(nodes);
  const { height = Math.max(160, 90 + 20 * leaves) } = options;
  checkNumbers("searchTreeFigure", { width: [width, "≥ 160"], height: [height, "≥ 120"] });
  const place = { nodes, heights };
  const isKept = ({ fate }: SearchNode): boolean => fate !== "pruned";
  const depth = nodes.reduce((most, node) => Math.max(most, node.depth), 1);
  const marks: Mark[] = [
    edges(place, (node) => !isKept(node), "grid"),
    edges(place, isKept, "muted"),
    dots(place, ({ fate }) => fate === "pruned", { name: "pruned", color: "muted" }),
    dots(place, ({ fate }) => fate === "extended", { name: "extended", color: 0 }),
    dots(place, ({ fate }) => fate === "result", { name: "result", color: 1 }),
    labels(place, ({ fate }) => fate === "extended", {
      text: (node) => (node.parent < 0 ? root : label(node.token)),
      dx: 0,
      dy: -11,
    }),
    labels(place, ({ fate }) => fate !== "extended", {
      text: (node) => `${label(node.token)}  ${node.score.toFixed(2)}`,
      dx: 34,
      dy: 0,
    }),
  ];
  return figure({
    ...(title === undefined ? {} : { title }),
    summary: title ?? `tree of a search: ${nodes.length} nodes, ${depth} deep`,
    x: { label: "tokens", domain: [-0.3, depth + 0.7], ticks: Math.min(depth, 12) },
    y: { domain: [-0.8, leaves], categories: [], reverse: true },
    width,
    height,
    theme,
    marks,
  });
}

interface Placed {
  readonly nodes: readonly SearchNode[];
  readonly heights: Float64Array;
}

function edges(
  { nodes, heights }: Placed,
  isDrawn: (node: SearchNode) => boolean,
  color: "grid" | "muted",
): Mark {
  const drawn = nodes.flatMap((node, i) => (i > 0 && isDrawn(node) ? [i] : []));
  return line({
    x: drawn.flatMap((i) => [nodes[i]!.depth - 1, nodes[i]!.depth, Number.NaN]),
    y: drawn.flatMap((i) => [heights[nodes[i]!.parent]!, heights[i]!, Number.NaN]),
    color,
    width: 1.5,
  });
}

function dots(
  { nodes, heights }: Placed,
  isDrawn: (node: SearchNode) => boolean,
  style: { readonly name: string; readonly color: number | "muted" },
): Mark {
  const drawn = nodes.flatMap((node, i) => (isDrawn(node) ? [i] : []));
  return dot({ ...style, x: drawn.map((i) => nodes[i]!.depth), y: drawn.map((i) => heights[i]!), radius: 4 });
}

/** The names of some nodes, above or, with their score, beside them. */
function labels(
  { nodes, heights }: Placed,
  isDrawn: (node: SearchNode) => boolean,
  {
    text: textOf,
    dx,
    dy,
  }: { readonly text: (node: SearchNode) => string; readonly dx: number; readonly dy: number },
): Mark {
  const drawn = nodes.flatMap((node, i) => (isDrawn(node) ? [i] : []));
  return text({
    x: drawn.map((i) => nodes[i]!.depth),
    y: drawn.map((i) => heights[i]!),
    text: drawn.map((i) => String(textOf(nodes[i]!))),
    dx,
    dy,
  });
}

/** Leaves one below the other, a parent in the middle of its children. Parents come before children, so one pass each way does. */
function layOut(nodes: readonly SearchNode[]): { heights: Float64Array; leaves: number } {
  const children: number[][] = nodes.map(() => []);
  nodes.forEach(({ parent }, i) => {
    if (i > 0) children[parent]!.push(i);
  });
  const heights = new Float64Array(nodes.length);
  let leaves = 0;
  const open = [0];
  while (open.length > 0) {
    const node = open.pop()!;
    if (children[node]!.length === 0) heights[node] = leaves++;
    for (const child of children[node]!.toReversed()) open.push(child);
  }
  for (let node = nodes.length - 1; node >= 0; node--) {
    const below = children[node]!;
    if (below.length > 0) heights[node] = (heights[below[0]!]! + heights[below.at(-1)!]!) / 2;
  }
  return { heights, leaves };
}

function checkTree({ nodes }: SearchTree): void {
  const isTree =
    Array.isArray(nodes) &&
    nodes.length > 0 &&
    nodes.every(
      (node: SearchNode | null, i) =>
        typeof node === "object" &&
        node !== null &&
        typeof node.score === "number" &&
        (i === 0 ||
          (Number.isInteger(node.parent) &&
            node.parent >= 0 &&
            node.parent < i &&
            node.depth === nodes[node.parent]!.depth + 1)),
    );
  if (!isTree)
    throw refusal(
      new TypeError(
        `searchTreeFigure: expected tree as beamSearch with tree: true returns it, got ${shown(nodes)} as its nodes`,
      ),
    );
  if (nodes.length > mostNodes)
    throw refusal(
      new RangeError(
        `searchTreeFigure: expected a tree of at most ${mostNodes} nodes, got ${nodes.length}; search with fewer beams or a lower maxLength`,
      ),
    );
}
