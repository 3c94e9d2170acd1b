import { expect, it } from "vitest";
import * as classic from "../src/index.js";

// One of each kind of part that the functions share; the fuzzer of tests/fuzz calls every function with such values.
it.each([
  [
    "rows that are no rows",
    () => classic.forward([], 5 as never),
    "forward: expected inputs to be rows of numbers, got 5",
  ],
  [
    "a row of texts",
    () => classic.gaussianFit([["1"]] as never),
    'gaussianFit: expected points[0][0] to be a number, got "1"',
  ],
  ["no numbers", () => classic.l2Penalty("12" as never, 1), 'l2Penalty: expected w to be numbers, got "12"'],
  [
    "no matrix",
    () => classic.maxPoolBackward({} as never, [] as never, [] as never),
    "maxPoolBackward: expected trace.output to be a Matrix of ml-matrix, got undefined",
  ],
  [
    "no network",
    () => classic.forward([{}] as never, [[1]]),
    "forward: expected network[0].weights to be a Matrix of ml-matrix, got undefined",
  ],
  [
    "an activation by name",
    () => classic.depthTrace({ activation: "tanh" as never }),
    'depthTrace: expected activation to be an object with value and derivative, got "tanh"; import identity, tanh, relu or logistic',
  ],
  [
    "no number for an activation",
    () => classic.relu.value("3" as never),
    'relu: expected v to be a number, got "3"',
  ],
  [
    "no function",
    () => classic.centralGradient(7 as never, [1]),
    "centralGradient: expected f to be a function, got 7",
  ],
  [
    "no gradient",
    () => classic.gradientDescentTrace({ value: () => 1 } as never, [1], { learningRate: 1 }),
    "gradientDescentTrace: expected f.gradient to be a function, got undefined",
  ],
  [
    "no node",
    () => classic.backward([[1]] as never),
    "backward: expected result to be a MatrixNode, got an array of 1; leaf makes one of a matrix",
  ],
  [
    "no optimiser",
    () => classic.optimizerTrace("adam" as never, classic.rosenbrock, [1, 1]),
    'optimizerTrace: expected optimizer to be an object with name, init, step, got "adam"',
  ],
  [
    "no state",
    () => classic.adam().step([1], [1], { t: 1, m: [1] } as never),
    "adam: expected state.m to be a Float64Array, got an array of 1",
  ],
  [
    "no curve",
    () => classic.polynomialFit([1, 2] as never, 1),
    "polynomialFit: expected curve.x to be numbers, got undefined",
  ],
  [
    "no trace",
    () => classic.voronoiFigure({ points: [[1, 2]], steps: [{}] } as never),
    "voronoiFigure: expected trace.steps[0].centroids to be an array, got undefined",
  ],
  [
    "parameters of other sizes",
    () =>
      classic.digitActivations(
        { sizes: [2, 1], parameters: [new Float64Array(3), new Float64Array(1)] },
        [1, 2],
      ),
    "digitActivations: expected parameters[0] of network of shape [2], got [3]",
  ],
  [
    "a size that no memory holds",
    () => classic.initialNetwork([1e9, 1e9]),
    "initialNetwork: expected at most 16777216 weights, got 1000000001000000000 of widths [1000000000, 1000000000]",
  ],
] as const)("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});

it("surfaceFigure escapes its title", () => {
  const svg = classic.surfaceFigure(classic.initialNetwork([2, 1]), [[1], [1]], { title: "<b>" });
  expect(svg).not.toContain("<b>");
  expect(svg).toContain("&#60;b&#62;");
});
