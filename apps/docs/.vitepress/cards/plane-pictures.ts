import {
  adagrad,
  adam,
  gradientDescentTrace,
  hebbianTrace,
  homeworkQuadratic,
  initialNetwork,
  logistic,
  momentum,
  type Objective,
  optimizerTrace,
  rmsprop,
  rosenbrock,
  sgd,
  stepNetworkData,
  trainingTrace,
} from "@elbowjs/classic-nn";
import { isoline } from "@elbowjs/figures";
import { curves } from "@elbowjs/lloyd-analysis";
import { defaultRng } from "@elbowjs/numpy-random";
import planeCodes from "../../live/autoencoder/plane-codes.data.js";
import {
  clouds,
  elbowCurve,
  elbowOf,
  lloydStep,
  mulberry32,
  nearest,
} from "../../live/front/plane-k-means.js";
import type { Canvas, Place } from "./canvas.js";
import { grey, ink, series } from "./colors.js";

/** A place of the plane as one of a card's; the plane fills it. */
function placing(
  { width, height }: Canvas,
  [x0, x1]: Place,
  [y0, y1]: Place,
): (point: ArrayLike<number>) => Place {
  return (point) => [
    ((point[0]! - x0) / (x1 - x0)) * width,
    height - ((point[1]! - y0) / (y1 - y0)) * height,
  ];
}

/** Points, their centres, and the curve that gives the site its name. */
export function elbow(canvas: Canvas): void {
  const points = clouds(4, 110, mulberry32(5));
  const curve = elbowCurve(points, 8, 5);
  const bend = elbowOf(curve.map(({ inertia }) => inertia));
  let centers = curve[bend - 1]!.start;
  for (let i = 0; i < 30; i++) centers = lloydStep(points, centers);
  const side = canvas.height;
  for (const point of points)
    canvas.disc([point[0] * side, point[1] * side], 7, series[nearest(point, centers)]!, 0.75);
  for (const [j, [x, y]] of centers.entries()) {
    canvas.disc([x * side, y * side], 19, ink);
    canvas.disc([x * side, y * side], 15, series[j]!);
  }
  const places = curve.map(
    ({ inertia }, i): Place => [side + 60 + i * 62, 90 + (1 - inertia / curve[0]!.inertia) * (side - 190)],
  );
  canvas.line(places, 3.5, ink);
  for (const [i, place] of places.entries())
    canvas.disc(place, i + 1 === bend ? 16 : 8, i + 1 === bend ? series[1]! : ink);
}

function contours(canvas: Canvas, f: Objective, xs: Place, ys: Place, levels: readonly number[]): void {
  const axis = ([low, high]: Place): number[] =>
    Array.from({ length: 160 }, (_, i) => low + ((high - low) * i) / 159);
  const [x, y] = [axis(xs), axis(ys)];
  const values = y.map((b) => x.map((a) => f.value(Float64Array.of(a, b))));
  const place = placing(canvas, xs, ys);
  for (const level of levels)
    for (const path of isoline({ x, y, values }, level)) canvas.line(path.map(place), 1, grey, 0.7);
}

/** Four optimisers in Rosenbrock's valley. */
export function race(canvas: Canvas): void {
  const [xs, ys]: [Place, Place] = [
    [-2, 2],
    [-0.6, 1.9],
  ];
  contours(canvas, rosenbrock, xs, ys, [0.3, 1.5, 6, 25, 100, 350, 900]);
  const place = placing(canvas, xs, ys);
  const options = { steps: 300 };
  const runs = [
    optimizerTrace(sgd({ learningRate: 0.001 }), rosenbrock, [-1.2, 1], options),
    optimizerTrace(momentum({ learningRate: 0.001 }), rosenbrock, [-1.2, 1], options),
    optimizerTrace(adagrad({ learningRate: 0.1 }), rosenbrock, [-1.2, 1], options),
    optimizerTrace(rmsprop({ learningRate: 0.1 }), rosenbrock, [-1.2, 1], options),
    optimizerTrace(adam({ learningRate: 0.1 }), rosenbrock, [-1.2, 1], options),
  ];
  for (const [i, { steps }] of runs.entries()) {
    const path = steps.map(({ w }) => place(w));
    canvas.line(path, 3, series[i]!);
    canvas.disc(path.at(-1)!, 13, ink);
    canvas.disc(path.at(-1)!, 10, series[i]!);
  }
}

/** Gradient descent in a narrow valley. */
export function descent(canvas: Canvas): void {
  const [xs, ys]: [Place, Place] = [
    [-2.2, 4.2],
    [-0.4, 4.4],
  ];
  const f = homeworkQuadratic();
  contours(canvas, f, xs, ys, [0.05, 0.4, 1.5, 4, 9, 18, 35, 70]);
  const place = placing(canvas, xs, ys);
  const { steps } = gradientDescentTrace(f, [0, 0], { learningRate: 0.06, momentum: 0, iterations: 120 });
  const path = steps.map(({ w }) => place(w));
  canvas.line(path, 3, series[1]!);
  for (const point of path) canvas.disc(point, 7, series[1]!);
}

/** Oja's rule on a cloud of points. */
export function hebbian(canvas: Canvas): void {
  const rng = defaultRng(0);
  const points = Array.from({ length: 260 }, () => {
    const [along, across] = [0.9 * rng.standardNormal(), 0.25 * rng.standardNormal()];
    return [(2 * along - across) / Math.sqrt(5), (along + 2 * across) / Math.sqrt(5)];
  });
  const place = placing(canvas, [-2.4, 2.4], [-1.26, 1.26]);
  for (const point of points) canvas.disc(place(point), 6, grey, 0.6);
  const { steps } = hebbianTrace(points, [0.1, -0.4], { rule: "oja", epochs: 2, learningRate: 0.05 });
  canvas.line([place([0.1, -0.4]), ...steps.map(({ weights }) => place(weights))], 3.5, series[0]!);
  canvas.line([place([0, 0]), place(steps.at(-1)!.weights)], 7, series[1]!);
  canvas.disc(place(steps.at(-1)!.weights), 15, series[1]!);
}

/** A trained network of the backpropagation page, its edges as wide as their weights. */
export function network(canvas: Canvas): void {
  const { inputs, targets } = stepNetworkData({ n: 100, seed: 0 });
  const start = initialNetwork([2, 6, 1], { activation: logistic(5), deviation: 0.3, seed: 0 });
  const { network: trained } = trainingTrace(start, inputs, targets, {
    learningRate: 0.3,
    epochs: 600,
    batchSize: "full",
  });
  const columns = [2, ...trained.map(({ weights }) => weights.rows)];
  const place = (layer: number, neuron: number): Place => [
    220 + (layer * (canvas.width - 440)) / (columns.length - 1),
    60 + ((canvas.height - 120) * (neuron + 0.5)) / columns[layer]!,
  ];
  for (const [layer, { weights }] of trained.entries())
    for (let i = 0; i < weights.rows; i++)
      for (let j = 0; j < weights.columns; j++) {
        const weight = weights.get(i, j);
        const ends = [place(layer, j), place(layer + 1, i)];
        canvas.line(ends, 1 + Math.min(9, 3 * Math.abs(weight)), series[weight < 0 ? 1 : 2]!, 0.85);
      }
  for (const [layer, count] of columns.entries())
    for (let neuron = 0; neuron < count; neuron++) {
      canvas.disc(place(layer, neuron), 30, ink);
      canvas.disc(place(layer, neuron), 26, [255, 255, 255]);
    }
}

/** Bias, variance and their sum over the learning rate, both logarithmic. */
export function lloyd(canvas: Canvas): void {
  const etas = Array.from({ length: 160 }, (_, i) => 0.005 * (9.9 / 0.005) ** (i / 159));
  const { points } = curves({ b: 64, etas });
  const place = placing(canvas, [Math.log(0.3), Math.log(10)], [Math.log(2e-3), Math.log(20)]);
  const draw = (
    value: (point: (typeof points)[number]) => number,
    color: readonly [number, number, number],
    width: number,
  ) =>
    canvas.line(
      points.map((point) => place([Math.log(point.eta), Math.log(Math.max(1e-4, value(point)))])),
      width,
      color,
    );
  draw(({ bias2 }) => bias2, series[0]!, 4);
  draw(({ variance }) => variance, series[1]!, 4);
  draw(({ error }) => error, ink, 6);
}

/** Accuracy over layers and distance: fewer layers than edges is a coin. */
export function staircase(canvas: Canvas): void {
  const side = (canvas.height - 60) / 6;
  for (let distance = 0; distance < 6; distance++)
    for (let layers = 0; layers < 6; layers++)
      canvas.rectangle(
        (canvas.width - 6 * side) / 2 + layers * side + 4,
        30 + (5 - distance) * side + 4,
        side - 8,
        side - 8,
        layers < distance ? grey : series[2]!,
        layers < distance ? 0.35 : 0.9,
      );
}

/** The memory of a recurrent network: a unit for each row, a letter for each column. */
export function states(canvas: Canvas): void {
  const rng = defaultRng(3);
  const [rows, columns] = [18, 34];
  const [width, height] = [canvas.width / columns, (canvas.height - 12) / rows];
  for (let row = 0; row < rows; row++) {
    const forget = rng.uniform(0.5, 1);
    let state = 0;
    for (let column = 0; column < columns; column++) {
      state = forget * state + (1 - forget) * 3 * rng.standardNormal();
      const color = series[state < 0 ? 1 : 0]!;
      canvas.rectangle(
        column * width,
        row * height,
        width - 2,
        height - 2,
        color,
        Math.min(1, Math.abs(state)),
      );
    }
  }
}

/** A tree of beams: three go on from each step, the others are dropped. */
export function search(canvas: Canvas): void {
  const rng = defaultRng(1);
  const place = placing(canvas, [-0.3, 5.3], [-7, 7]);
  let beams = [0];
  for (let depth = 0; depth < 5; depth++) {
    const spread = 4 / (depth + 1);
    const tried = beams
      .flatMap((y) => [-1, 1].map((side) => ({ from: y, to: y + side * spread * rng.uniform(0.5, 1) })))
      .sort(() => rng.uniform(-1, 1));
    for (const [i, { from, to }] of tried.entries()) {
      const kept = i < 3;
      canvas.line([place([depth, from]), place([depth + 1, to])], kept ? 4.5 : 2.5, kept ? series[0]! : grey);
      canvas.disc(place([depth + 1, to]), kept ? 13 : 7, kept ? series[0]! : grey);
    }
    beams = tried.slice(0, 3).map(({ to }) => to);
  }
}

/** A head of attention that looks at the token before, and hides what comes later. */
export function heads(canvas: Canvas): void {
  const [rows, columns] = [9, 18];
  const [width, height] = [canvas.width / columns, (canvas.height - 12) / rows];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      // Two heads side by side: one looks back by a step, one at the beginning.
      const [head, to] = [Math.floor(column / rows), column % rows];
      if (to > row) continue;
      const weight = head === 0 ? Math.exp(-Math.abs(Math.max(0, row - 1) - to)) : Math.exp(-to / 1.5);
      canvas.rectangle(column * width, row * height, width - 2, height - 2, series[head]!, weight);
    }
}

/** Codes of test images by the deep autoencoder of two units, coloured by digit. */
export function codes(canvas: Canvas): void {
  const { points, x, y } = planeCodes.load();
  const place = placing(canvas, x, y);
  for (const point of points) canvas.disc(place([point.x, point.y]), 8, series[point.label % series.length]!);
}
