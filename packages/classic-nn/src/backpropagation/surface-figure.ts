import { checkFinite, checkKinds, checkOptions, checkShape } from "@elbowjs/arguments";
import { escapeHtml } from "@elbowjs/figures";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import { forward } from "./backpropagate.js";
import type { Network } from "./network.js";

/** Where the eye is, as matplotlib's 3-D axes have it: degrees. */
const [AZIMUTH, ELEVATION] = [-60, 25].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
const [WIDTH, HEIGHT, SCALE] = [640, 480, 150];

type Point = readonly [x: number, y: number, z: number];

/** A point of the box [−1, 1]³ on the page, and how near it is to the eye. */
function project([x, y, z]: Point): { left: number; top: number; near: number } {
  const [across, away] = [
    -x * Math.sin(AZIMUTH) + y * Math.cos(AZIMUTH),
    x * Math.cos(AZIMUTH) + y * Math.sin(AZIMUTH),
  ];
  return {
    left: WIDTH / 2 + SCALE * across,
    top: HEIGHT / 2 - SCALE * (z * Math.cos(ELEVATION) - away * Math.sin(ELEVATION)),
    near: away * Math.cos(ELEVATION) + z * Math.sin(ELEVATION),
  };
}

const fixed = (value: number): string => value.toFixed(1);

function line(from: Point, to: Point, colour: string): string {
  const [a, b] = [project(from), project(to)];
  return `<path d="M${fixed(a.left)},${fixed(a.top)}L${fixed(b.left)},${fixed(b.top)}" stroke="${colour}" fill="none"/>`;
}

function label(at: Point, text: string): string {
  const { left, top } = project(at);
  return `<text x="${fixed(left)}" y="${fixed(top)}" text-anchor="middle">${text}</text>`;
}

/**
 * Homework 5, question 2(e): the points (x₁, x₂, f(x₁, x₂)) of a network in three dimensions, as an SVG document. The floor
 * is f = 0, the ceiling f = 1; points far from the eye are drawn first, and those of f ≥ ½ in another colour.
 *
 * @param network From two inputs to one output in [0, 1].
 * @param inputs X, 2×n: one point per column.
 * @throws RangeError if the network does not take two numbers and give one, or its output leaves [0, 1].
 */
export function surfaceFigure(
  network: Network,
  inputs: DataMatrix,
  options: { readonly title?: string } = {},
): string {
  checkOptions("surfaceFigure", options, ["title"]);
  const { title = "f(x₁, x₂)" } = options;
  checkKinds("surfaceFigure", { title: [title, "string"] });
  const X = dataMatrix(inputs, "surfaceFigure", "inputs");
  checkShape("surfaceFigure", "inputs", [X.rows, X.columns], [2, "n"]);
  const output = forward(network, X).outputs.at(-1)!;
  checkShape("surfaceFigure", "the network's output", [output.rows, output.columns], [1, X.columns]);
  const f = output.getRow(0);
  checkFinite("surfaceFigure", "the network's output", f, { within: [0, 1] });
  const bound = X.to1DArray().reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const points = f
    .map((value, i) => ({ value, ...project([X.get(0, i) / bound, X.get(1, i) / bound, 2 * value - 1]) }))
    .sort((a, b) => a.near - b.near)
    .map(
      ({ value, left, top }) =>
        `<circle cx="${fixed(left)}" cy="${fixed(top)}" r="2.5" fill="${value >= 0.5 ? "#1b7837" : "#8073ac"}" fill-opacity="0.75"/>`,
    );
  const floor: Point[] = [
    [-1, -1, -1],
    [1, -1, -1],
    [1, 1, -1],
    [-1, 1, -1],
  ];
  const edges = [
    ...floor.map((corner, i) => line(corner, floor[(i + 1) % 4]!, "#888")),
    ...floor.slice(2).map(([x, y]) => line([x, y, -1], [x, y, 1], "#bbb")),
    line([-1, 1, 1], [1, 1, 1], "#bbb"),
    line([-1, -1, -1], [-1, -1, 1], "#888"),
  ];
  const reach = bound.toPrecision(2);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" role="img" aria-label="${escapeHtml(title)}: ${f.length} points in three dimensions">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${WIDTH / 2}" y="24" text-anchor="middle" font-size="15">${escapeHtml(title)}</text>`,
    ...edges,
    ...points,
    label([0, -1.25, -1.05], `x₁ from −${reach} to ${reach}`),
    label([1.35, 0, -1.05], `x₂ from −${reach} to ${reach}`),
    label([-1.12, -1.12, -1], "0"),
    label([-1.12, -1.12, 1], "f = 1"),
    "</svg>",
  ].join("\n");
}
