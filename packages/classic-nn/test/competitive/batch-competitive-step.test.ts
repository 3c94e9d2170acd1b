import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { batchCompetitiveStep, centreNeurons, lloydTrace, mockQuestion1 } from "../../src/index.js";
import fixture from "../fixtures/hebbian-competitive.json" with { type: "json" };

describe("batchCompetitiveStep", () => {
  it.each([
    ["mock question 1", mockQuestion1.points, mockQuestion1.initial],
    ["thirty points, three centres", fixture.planar, fixture.planar.slice(0, 3)],
  ] as const)("is k-means, epoch for round: %s", (_, points, initial) => {
    const { steps } = lloydTrace(points, initial);
    let neurons = centreNeurons(initial);
    for (const { assignment, moved } of steps) {
      const step = batchCompetitiveStep(neurons, points);
      expect(step.winners).toEqual(assignment);
      expectClose(step.centres, moved, { rtol: 1e-14 });
      neurons = step.neurons;
    }
    expect(steps.length).toBeGreaterThan(1);
  });
  it("without the bias −‖c‖² it is not", () => {
    const { weights } = centreNeurons(fixture.planar.slice(0, 3));
    const { winners } = batchCompetitiveStep({ weights, bias: new Float64Array(3) }, fixture.planar);
    expect(winners).not.toEqual(lloydTrace(fixture.planar, fixture.planar.slice(0, 3)).steps[0]!.assignment);
  });
  it("leaves a neuron that won nothing where it is", () => {
    expectClose(batchCompetitiveStep(centreNeurons([[0], [9]]), [[1], [2]]).centres, [[1.5], [9]]);
  });
  it("refuses points and biases that do not fit", () => {
    expect(() => batchCompetitiveStep(centreNeurons([[0]]), [[1, 2]])).toThrow(
      new RangeError("batchCompetitiveStep: expected weights of shape [k, 2], got [1, 1]"),
    );
    expect(() =>
      batchCompetitiveStep({ weights: [Float64Array.of(1)], bias: new Float64Array(2) }, [[1]]),
    ).toThrow("batchCompetitiveStep: expected bias of shape [1], got [2]");
  });
});
