import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { homeworkTraining, homeworkVariations } from "../../src/index.js";
import numpy from "../fixtures/backpropagation.json" with { type: "json" };

const short = (name: string) => {
  const variation = homeworkVariations[name]!;
  return homeworkTraining({ ...variation, options: { ...variation.options, epochs: 20 } });
};

describe("homework 5, question 2", () => {
  // The solution's steep φ and large steps multiply the last bits, which NumPy adds in another order: 1e-8 after 6 epochs.
  it.each([
    ["homework", 20],
    ["solution", 6],
  ] as const)("%s: error and η of the first %i epochs equal NumPy's", (name, compared) => {
    const epochs = short(name).epochs.slice(0, compared + 1);
    expectClose(
      epochs.map(({ meanSquaredError }) => meanSquaredError),
      numpy.training[name].errors.slice(0, compared + 1),
      { rtol: 1e-8 },
    );
    expectClose(
      epochs.map(({ learningRate }) => learningRate),
      numpy.training[name].rates.slice(0, compared + 1),
      { rtol: 1e-14 },
    );
  });
  it("the solution's three changes together are ahead of the homework's run after 20 epochs", () => {
    const last = (name: string) => short(name).epochs.at(-1)!.meanSquaredError;
    expect(last("solution")).toBeLessThan(last("homework") / 2);
  });
  it("zero weights stay where symmetry holds them: all hidden neurons are one", () => {
    const [hidden] = short("zero weights").network;
    for (const row of [1, 2])
      expectClose(hidden!.weights.getRow(row), hidden!.weights.getRow(0), { rtol: 1e-9, atol: 1e-12 });
  });
});
