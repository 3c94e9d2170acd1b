import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { contour, dot, figure, line } from "@elbowjs/figures";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import { forward } from "./backpropagate.js";
import { checkNetwork, type Network } from "./network.js";
import type { TrainingTrace } from "./training-trace.js";

/** Mean squared error against the epoch, one line per run, each with the name given: an SVG string. */
export function trainingFigure(traces: Readonly<Record<string, TrainingTrace>>): string {
  checkKinds("trainingFigure", { traces: [traces, "object"] });
  for (const [name, trace] of Object.entries(traces))
    checkKinds("trainingFigure", {
      [`traces.${name}`]: [trace, { epochs: [{ meanSquaredError: "number" }] }],
    });
  return figure({
    title: "Training error",
    x: { label: "epoch" },
    y: { label: "mean squared error" },
    marks: Object.entries(traces).map(([name, trace]) =>
      line({ name, y: trace.epochs.map((epoch) => epoch.meanSquaredError) }),
    ),
  });
}

/** A network of two inputs and one output, sampled on a grid. */
export interface DecisionSurface {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** `values[j][i]` is f(x[i], y[j]). */
  readonly values: Float64Array[];
}

/**
 * The triples (x₁, x₂, f) of the homework on a square grid.
 *
 * @param low Smallest x₁ and x₂.
 * @param high Largest x₁ and x₂.
 * @param size Points along each side, an integer in [2, 2048]. Default 41.
 * @throws RangeError if the network does not take two numbers and give one, or the grid is empty.
 */
export function decisionSurface(network: Network, low: number, high: number, size = 41): DecisionSurface {
  checkNumbers("decisionSurface", {
    low: [low, "finite"],
    high: [high, "finite"],
    size: [size, "integer in [2, 2048]"],
  });
  if (!(low < high)) throw new RangeError(`decisionSurface: expected low < high, got ${low} and ${high}`);
  checkKinds("decisionSurface", { network: [network, [{ weights: "Matrix" }]] });
  const [inputs, outputs] = [network[0]?.weights.columns, network.at(-1)?.weights.rows];
  if (inputs !== 2 || outputs !== 1)
    throw new RangeError(`decisionSurface: expected a network from 2 to 1, got ${inputs} to ${outputs}`);
  checkNetwork("decisionSurface", network, 2);
  const axis = Float64Array.from({ length: size }, (_, i) => low + ((high - low) * i) / (size - 1));
  const row = (x2: number): Float64Array => {
    const output = forward(network, [axis, new Float64Array(size).fill(x2)]).outputs.at(-1)!;
    return Float64Array.from(output.getRow(0));
  };
  return { x: axis, y: axis, values: Array.from(axis, row) };
}

/** Contour lines of a network's output over the points it learnt, its decision boundary at ½ among them: an SVG string. */
export function decisionFigure(network: Network, inputs: DataMatrix, targets: DataMatrix): string {
  const [X, Y] = [
    dataMatrix(inputs, "decisionFigure", "inputs"),
    dataMatrix(targets, "decisionFigure", "targets"),
  ];
  if (X.rows !== 2 || Y.rows !== 1 || Y.columns !== X.columns)
    throw new RangeError(
      `decisionFigure: expected inputs [2, n] and targets [1, n], got [${X.rows}, ${X.columns}] and [${Y.rows}, ${Y.columns}]`,
    );
  const bound = X.to1DArray().reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const labels = Y.getRow(0);
  const points = (name: string, color: number, wanted: (label: number) => boolean) => {
    const indices = labels.flatMap((label, i) => (wanted(label) ? [i] : []));
    return dot({ name, color, x: indices.map((i) => X.get(0, i)), y: indices.map((i) => X.get(1, i)) });
  };
  return figure({
    title: "Decision surface f(x₁, x₂)",
    x: { label: "x₁" },
    y: { label: "x₂" },
    marks: [
      contour({ ...decisionSurface(network, -bound, bound), levels: [0.1, 0.3, 0.5, 0.7, 0.9] }),
      points("label < ½", 1, (label) => label < 0.5),
      points("label ≥ ½", 2, (label) => label >= 0.5),
    ],
  });
}
