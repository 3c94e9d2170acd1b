import { checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { dot, type FigureOptions, figure, heatMap, line, type Mark, text } from "@elbowjs/figures";
import { checkedGraph, edgeEnds, type Graph } from "../graph/graph.js";
import type { GraphAttentionTrace } from "../graph-network-options.js";
import type { Influence } from "../influence.js";
import { ringLayout } from "./ring-layout.js";

/** How a figure looks, as in @elbowjs/figures. */
export type FigureLook = Pick<FigureOptions, "width" | "height" | "theme" | "background" | "title">;
const lookNames = ["width", "height", "theme", "background", "title"];

/** Options of {@link ringsFigure}. */
export interface RingsFigureOptions extends FigureLook {
  /** L: the rings that are seen; an integer ≥ 0. Default: all. */
  readonly layers?: number;
  /** Where the vertex looks: its edges are drawn the wider the more. Default: not drawn. */
  readonly attention?: GraphAttentionTrace;
}

/**
 * What a vertex sees: the vertex in the middle, a ring a layer, and in grey what lies beyond. With attention, the mean over heads in the
 * first layer as the width of the vertex's edges.
 *
 * @returns an SVG element.
 * @throws RangeError for a vertex that is not there, or a graph that {@link Graph} does not allow.
 */
export function ringsFigure(graph: Graph, vertex: number, options: RingsFigureOptions = {}): string {
  const caller = "ringsFigure";
  checkOptions(caller, options, [...lookNames, "layers", "attention"]);
  const { places, distances, rings } = ringLayout(graph, vertex);
  const { layers = rings, attention, ...look } = options;
  checkNumbers(caller, { layers: [layers, "integer ≥ 0"] });
  const names = checkedGraph(caller, graph).names ?? Array.from(distances.keys(), String);
  const outermost = Math.max(1, rings, Number.isFinite(Math.max(...distances)) ? 0 : rings + 1);
  const marks: Mark[] = [];
  for (let d = 1; d <= Math.min(layers, outermost); d++) marks.push(circle(d));
  const { from, to } = edgeEnds(caller, graph.edges, graph.vertices, { directed: graph.directed ?? false });
  marks.push(segments(Array.from(from, (i, e) => [places[i]!, places[to[e]!]!] as const)));
  if (attention) marks.push(...looks(places, vertex, attention));
  for (let d = 0; d <= Math.min(layers, rings); d++) {
    const there = places.filter((_, v) => distances[v] === d);
    const name = d === 0 ? "the vertex" : `${d} ${d === 1 ? "edge" : "edges"} away`;
    marks.push(dot({ ...axesOf(there), name, radius: d === 0 ? 7 : 5, symbol: "circle" }));
  }
  const beyond = places.filter((_, v) => distances[v]! > layers);
  if (beyond.length > 0)
    marks.push(dot({ ...axesOf(beyond), name: "out of sight", color: "muted", radius: 4, symbol: "circle" }));
  if (places.length <= 60) marks.push(text({ ...axesOf(places), text: names, dy: -9 }));
  const reach = outermost + 0.4;
  const seen = distances.filter((d) => d <= layers).length;
  return figure({
    title: `What vertex ${names[vertex]} sees with ${layers} ${layers === 1 ? "layer" : "layers"}`,
    summary: `${seen} of ${places.length} vertices lie within ${layers} edges of vertex ${names[vertex]}`,
    ...{ width: 560, height: 560, aspectRatio: 1 },
    x: { domain: [-reach, reach], categories: [""] },
    y: { domain: [-reach, reach], categories: [""] },
    ...look,
    marks,
  });
}

const axesOf = (places: readonly (readonly [number, number])[]) => ({
  x: places.map(([x]) => x),
  y: places.map(([, y]) => y),
});

function circle(radius: number): Mark {
  const angles = Array.from({ length: 121 }, (_, i) => (2 * Math.PI * i) / 120);
  return line({
    x: angles.map((angle) => radius * Math.cos(angle)),
    y: angles.map((angle) => radius * Math.sin(angle)),
    ...{ color: "muted", width: 1, dash: "dotted", label: "legend" },
  });
}

type Segment = readonly [readonly [number, number], readonly [number, number]];

function segments(pairs: readonly Segment[], width = 1): Mark {
  return line({
    x: pairs.flatMap(([a, b]) => [a[0], b[0], Number.NaN]),
    y: pairs.flatMap(([a, b]) => [a[1], b[1], Number.NaN]),
    ...{ color: width === 1 ? "grid" : "ink", width, label: "legend" },
  });
}

function looks(
  places: readonly (readonly [number, number])[],
  vertex: number,
  { edges, layers }: GraphAttentionTrace,
): Mark[] {
  const [first] = layers;
  if (first === undefined) return [];
  return edges.flatMap(([from, to], e) => {
    if (from !== vertex || to === vertex) return [];
    const alpha = first.weights.subarray(e * first.heads, (e + 1) * first.heads);
    const mean = alpha.reduce((a, b) => a + b, 0) / first.heads;
    return [segments([[places[from]!, places[to]!]], 1.2 + 8 * mean)];
  });
}

/**
 * By how much a change at one vertex moves the others, by their distance from it: a line a layer. What does not move at all has no
 * point: the line ends at the distance of its layer.
 *
 * @param measured by {@link influence}.
 * @returns an SVG element.
 */
export function influenceFigure(measured: Influence, options: FigureLook = {}): string {
  const caller = "influenceFigure";
  checkKinds(caller, { measured: [measured, "object"] });
  checkOptions(caller, options, lookNames);
  const { byDistance } = measured;
  if ((byDistance?.[0]?.length ?? 0) === 0)
    throw refusal(new TypeError(`${caller}: expected what influence returns, got ${shown(byDistance)}`));
  const furthest = byDistance[0]!.length - 1;
  return figure({
    title: "How far a change goes, by layers",
    summary: `After layer l nothing further than l edges away moves; distances up to ${furthest}`,
    x: { label: "edges from the vertex that was changed", domain: [0, furthest], ticks: furthest },
    y: { label: "mean length by which a vertex moves", type: "log" },
    ...options,
    marks: byDistance.slice(1).map((means, i) =>
      line({
        x: means.map((_, d) => d),
        y: means.map((mean) => (mean > 0 ? mean : Number.NaN)),
        name: `${i + 1} ${i === 0 ? "layer" : "layers"}`,
      }),
    ),
  });
}

/** One cell of the staircase. */
export interface StaircaseCell {
  /** d. */
  readonly distance: number;
  /** L. */
  readonly layers: number;
  /** In [0, 1]. */
  readonly accuracy: number;
}

/**
 * The staircase: accuracy by the distance of the answer and the number of layers; ½ below the diagonal, 1 from it on.
 *
 * @param cells in any order; several of one place are averaged.
 * @returns an SVG element.
 * @throws RangeError for no cells, or one outside its range.
 */
export function staircaseFigure(cells: readonly StaircaseCell[], options: FigureLook = {}): string {
  const caller = "staircaseFigure";
  checkOptions(caller, options, lookNames);
  if (!Array.isArray(cells) || cells.length === 0)
    throw refusal(new RangeError(`${caller}: expected cells of a staircase, got ${shown(cells)}`));
  for (const [i, cell] of cells.entries()) {
    checkKinds(caller, { [`cells[${i}]`]: [cell, "object"] });
    checkNumbers(caller, {
      [`distance of cell ${i}`]: [cell.distance, "integer in [0, 100]"],
      [`layers of cell ${i}`]: [cell.layers, "integer in [0, 100]"],
      [`accuracy of cell ${i}`]: [cell.accuracy, "[0, 1]"],
    });
  }
  const most = (of: (cell: StaircaseCell) => number): number[] =>
    Array.from({ length: Math.max(...cells.map(of)) }, (_, i) => i + 1);
  const [distances, layers] = [most(({ distance }) => distance), most((cell) => cell.layers)];
  const values = distances.map((d) =>
    layers.map((l) => {
      const here = cells.filter((cell) => cell.distance === d && cell.layers === l);
      return (100 * here.reduce((sum, { accuracy }) => sum + accuracy, 0)) / here.length;
    }),
  );
  const percent = (value: number): string => (Number.isFinite(value) ? `${Math.round(value)}` : "");
  return figure({
    title: "The staircase: accuracy in %",
    summary:
      "Accuracy by distance and layers: a coin where there are fewer layers than edges, certain elsewhere",
    ...{ width: 480, height: 420 },
    x: { label: "layers L", domain: [0.5, layers.length + 0.5] },
    y: { label: "distance d of the answer", domain: [0.5, distances.length + 0.5] },
    ...options,
    marks: [heatMap({ values, x: layers, y: distances, domain: [50, 100], text: percent })],
  });
}
