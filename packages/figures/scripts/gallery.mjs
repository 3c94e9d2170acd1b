// Draws docs/gallery.svg, the README's picture: node packages/figures/scripts/gallery.mjs, after a build.
import { writeFileSync } from "node:fs";
import { bar, contour, dot, figure, heatMap, line, vector } from "../dist/index.js";

const [width, height] = [420, 300];
const range = (low, high, n) => Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
/** Normal-looking numbers that are the same everywhere. */
const noise = (i) => Math.sin(12.9898 * i) + Math.sin(78.233 * i) + Math.sin(37.719 * i);
const digits = [..."0123456789"];

const steps = range(0, 100, 101);
const [w1, w2] = [range(-2, 2, 81), range(-1, 3, 81)];
const rosenbrock = w2.map((b) => w1.map((a) => (1 - a) ** 2 + 100 * (b - a * a) ** 2));
const way = range(0, 1, 40).map((t) => [
  -1.5 + 2.5 * t,
  (-1.5 + 2.5 * t) ** 2 + 0.15 * noise(40 * t) * (1 - t),
]);
const field = range(-2, 2, 11).flatMap((a) => range(-2, 2, 11).map((b) => [a, b]));

const figures = [
  figure({
    title: "Lines",
    x: { label: "step" },
    y: { label: "objective", type: "log" },
    marks: ["SGD", "Momentum", "Adam"].map((name, k) =>
      line({
        name,
        x: steps,
        y: steps.map((t) => Math.exp(-t / (40 - 13 * k)) + 0.002 * (1 + 0.2 * noise(t + k))),
      }),
    ),
    width,
    height,
  }),
  figure({
    title: "Contours",
    x: { label: "w₁" },
    y: { label: "w₂" },
    marks: [
      contour({ x: w1, y: w2, values: rosenbrock, levels: [1, 4, 16, 64, 256, 1024], color: "muted" }),
      line({ name: "a way", x: way.map(([a]) => a), y: way.map(([, b]) => b), color: 1, label: "legend" }),
      dot({ name: "minimum", x: [1], y: [1], color: "ink", symbol: "cross", radius: 5 }),
    ],
    width,
    height,
  }),
  figure({
    title: "Heat map",
    x: { label: "centre", categories: digits },
    y: { label: "digit", categories: digits, reverse: true },
    marks: [
      heatMap({
        values: digits.map((_, i) =>
          digits.map((_, j) => Math.round(i === j ? 800 + 60 * noise(i) : 40 + 13 * noise(10 * i + j))),
        ),
        text: String,
      }),
    ],
    width,
    height,
  }),
  figure({
    title: "Vector field",
    aspectRatio: 1,
    marks: [
      vector({
        x: field.map(([a]) => a),
        y: field.map(([, b]) => b),
        dx: field.map(([a, b]) => -a - b),
        dy: field.map(([a, b]) => a - b),
      }),
    ],
    width,
    height,
  }),
  figure({
    title: "Bars",
    x: { label: "digit", categories: digits },
    y: { label: "samples" },
    marks: [0, 1].map((k) =>
      bar({
        name: ["generated", "training set"][k],
        y: digits.map((_, i) => 100 + (k === 0 ? 12 : 3) * noise(i + 20 * k)),
        width: 0.38,
        offset: 0.4 * k - 0.2,
      }),
    ),
    width,
    height,
  }),
  figure({
    title: "Dots",
    x: { label: "z₁" },
    y: { label: "z₂" },
    marks: range(0, 5, 6).map((k) => {
      const points = range(0, 39, 40).map((i) => [
        1.6 * Math.cos(1.05 * k) + 0.25 * noise(i + 100 * k),
        1.6 * Math.sin(1.05 * k) + 0.25 * noise(i + 100 * k + 50),
      ]);
      return dot({ name: String(k), x: points.map(([a]) => a), y: points.map(([, b]) => b), radius: 3 });
    }),
    width,
    height,
  }),
];

const placed = figures.map((svg, i) =>
  // A size in CSS would win over the place in the gallery.
  svg
    .replace(/ style="[^"]*"/, "")
    .replace("<svg ", `<svg x="${(i % 2) * width}" y="${Math.floor(i / 2) * height}" `),
);
const size = `viewBox="0 0 ${2 * width} ${3 * height}" width="${2 * width}" height="${3 * height}"`;
writeFileSync(
  new URL("../docs/gallery.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" class="elbow-figure" role="img" aria-label="Six figures" ${size}>${placed.join("")}</svg>\n`,
);
