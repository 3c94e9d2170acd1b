import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import {
  decisionFigure,
  decisionSurface,
  forward,
  initialNetwork,
  logistic,
  stepNetwork,
  stepNetworkData,
  type TrainingOptions,
  type TrainingTrace,
  trainingFigure,
  trainingTrace,
} from "../../src/index.js";
import { countDots } from "../count-dots.js";
import numpy from "../fixtures/backpropagation.json" with { type: "json" };

const { inputs, targets } = stepNetworkData();

describe("stepNetworkData()", () => {
  it("draws NumPy's points and counts its ones", () => {
    expectClose(inputs.subMatrix(0, 1, 0, 2), numpy.data.first, {});
    expect(targets.sum()).toBe(numpy.data.ones);
  });

  it("labels the triangle (0, 1), (−1.5, −0.5), (1.5, −0.5), its edge included", () => {
    const points = [
      [0, 0, 0, -1.5, 0, 0.51, -1.49],
      [0, 1, 1.01, -0.5, -0.51, 0.5, -0.5],
    ];
    expect(forward(stepNetwork(), points).outputs.at(-1)!.to1DArray()).toEqual([1, 1, 0, 1, 0, 0, 1]);
  });
});

/** Error and learning rate of every epoch, and the final weights, against a run in NumPy. */
function expectRun({ epochs, network }: TrainingTrace, expected: (typeof numpy.training)["perPoint"]): void {
  // Rounding grows along 100,000 steps, and NumPy adds in another order.
  const errors = epochs.map((epoch) => epoch.meanSquaredError);
  const rates = epochs.map((epoch) => epoch.learningRate);
  expectClose(errors, expected.errors, { rtol: 1e-8 });
  expectClose(rates, expected.rates, { rtol: 1e-14 });
  for (const [l, { weights, bias }] of network.entries()) {
    expectClose(weights, expected.weights[l]![0]!, { rtol: 1e-7 });
    expectClose(bias, expected.weights[l]![1]!, { rtol: 1e-7 });
  }
}

it("the homework's run keeps NumPy's error of 100 epochs, and puts 98% of the points on the right side of ½", () => {
  const start = initialNetwork([2, 3, 1], { seed: 1 });
  const before = start[0]!.weights.to1DArray();
  const trace = trainingTrace(start, inputs, targets);
  expect(trace.epochs.length).toBe(101);
  expectRun(trace, numpy.training.perPoint);
  expect(start[0]!.weights.to1DArray()).toEqual(before);
  const output = forward(trace.network, inputs).outputs.at(-1)!.to1DArray();
  const right = output.filter((f, i) => f >= 0.5 === (targets.get(0, i) === 1)).length;
  expect(right).toBeGreaterThanOrEqual(980);
});

describe("each variation of part (f) keeps NumPy's error of every epoch", () => {
  const cases: [keyof typeof numpy.training, TrainingOptions, number[]?][] = [
    ["shuffled", { epochs: 10, shuffleSeed: 3 }],
    ["batches", { epochs: 30, batchSize: 32, learningRate: 0.5 }],
    ["full", { epochs: 60, batchSize: "full", learningRate: 0.5 }],
    ["decay", { epochs: 40, batchSize: 50, learningRate: 2, decay: 0.9, shuffleSeed: 4 }],
    ["patience", { epochs: 40, batchSize: 50, learningRate: 2, decay: 0.5, patience: 2, shuffleSeed: 4 }],
    ["wide", { epochs: 5, learningRate: 0.05 }, [2, 8, 1]],
  ];
  for (const [name, options, widths = [2, 3, 1]] of cases)
    it(`${name}: ${JSON.stringify(options)}`, () => {
      const start = initialNetwork(widths, { activation: logistic(5), seed: 1 });
      expectRun(trainingTrace(start, inputs, targets, options), numpy.training[name]);
    });
});

it("batches of all points equal the full gradient, and the last smaller batch is averaged over its own points", () => {
  const start = initialNetwork([2, 3, 1], { seed: 2 });
  const run = (batchSize: number | "full") =>
    trainingTrace(start, inputs.subMatrix(0, 1, 0, 6), targets.subMatrix(0, 0, 0, 6), {
      epochs: 3,
      batchSize,
      learningRate: 1,
    });
  expect(run(7)).toEqual(run("full"));
  const one = trainingTrace(start, inputs.subMatrix(0, 1, 0, 3), targets.subMatrix(0, 0, 0, 3), {
    epochs: 1,
    batchSize: "full",
    learningRate: 1,
  });
  const two = trainingTrace(one.network, inputs.subMatrix(0, 1, 4, 6), targets.subMatrix(0, 0, 4, 6), {
    epochs: 1,
    batchSize: "full",
    learningRate: 1,
  });
  const both = trainingTrace(start, inputs.subMatrix(0, 1, 0, 6), targets.subMatrix(0, 0, 0, 6), {
    epochs: 1,
    batchSize: 4,
    learningRate: 1,
  });
  expect(both.network).toEqual(two.network);
});

it("decisionSurface(network) holds f(x₁, x₂) at values[j][i]", () => {
  const surface = decisionSurface(stepNetwork(), -1.5, 1.5, 13);
  expect(surface.values.length).toBe(13);
  // x₁ = 0.5, x₂ = −0.25 is inside; turned round it is above the right edge, outside.
  const [i, j] = [surface.x.indexOf(0.5), surface.y.indexOf(-0.25)];
  expect(surface.values[j]![i]).toBe(1);
  expect(decisionSurface(stepNetwork(), -2, 2, 5).values[0]![4]).toBe(0);
});

it("the figures name the runs and show every point", () => {
  const start = initialNetwork([2, 3, 1], { seed: 1 });
  const trace = trainingTrace(start, inputs, targets, { epochs: 2, batchSize: 50, learningRate: 0.5 });
  expect(trainingFigure({ "η = 0.5": trace })).toContain(">η = 0.5<");
  const figure = decisionFigure(stepNetwork(), inputs, targets);
  expect(countDots(figure)).toBe(1000);
  expect(figure).toContain(">0.5<");
});

describe("refuses", () => {
  const start = initialNetwork([2, 3, 1]);
  const train = (options: TrainingOptions) => () => trainingTrace(start, [[1], [1]], [[1]], options);
  const cases: [string, () => unknown, string][] = [
    [
      "η = NaN",
      train({ learningRate: Number.NaN }),
      "trainingTrace: expected learningRate in (0, ∞), got NaN",
    ],
    [
      "no epoch",
      train({ epochs: 0 }),
      "trainingTrace: expected epochs to be an integer in [1, 1000000], got 0",
    ],
    [
      "a batch larger than the data",
      train({ batchSize: 2 }),
      'trainingTrace: expected batchSize "full" or an integer in [1, 1], got 2',
    ],
    ["a growing η", train({ decay: 1.1 }), "trainingTrace: expected decay in (0, 1], got 1.1"],
    ["no patience", train({ patience: 0 }), "trainingTrace: expected patience to be an integer ≥ 1, got 0"],
    [
      "no points",
      () => stepNetworkData({ n: 0 }),
      "stepNetworkData: expected n to be an integer in [1, 16777216], got 0",
    ],
    [
      "an empty grid",
      () => decisionSurface(start, 1, 1),
      "decisionSurface: expected low < high, got 1 and 1",
    ],
    [
      "a network of three inputs",
      () => decisionSurface(initialNetwork([3, 1]), 0, 1),
      "decisionSurface: expected a network from 2 to 1, got 3 to 1",
    ],
    [
      "targets of two rows",
      () => decisionFigure(start, inputs, inputs),
      "decisionFigure: expected inputs [2, n] and targets [1, n], got [2, 1000] and [2, 1000]",
    ],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      expect(call).toThrow(new RangeError(message));
    });
});
