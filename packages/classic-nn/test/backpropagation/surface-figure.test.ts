import { expect, it } from "vitest";
import { identity, initialNetwork, stepNetwork, stepNetworkData, surfaceFigure } from "../../src/index.js";

const { inputs } = stepNetworkData({ n: 50 });

it("surfaceFigure(network, inputs) draws one dot a point, in two colours where f crosses ½", () => {
  const svg = surfaceFigure(stepNetwork(), inputs);
  expect(svg.match(/<circle/g)).toHaveLength(50);
  expect(svg).toContain("#1b7837");
  expect(svg).toContain("#8073ac");
  expect(svg).not.toContain("NaN");
});
it("surfaceFigure stands the points of f = 1 above those of f = 0", () => {
  const svg = surfaceFigure(stepNetwork(), [
    [0, 0],
    [0, 2],
  ]);
  const tops = new Map(
    [...svg.matchAll(/cy="([\d.]+)" r="2.5" fill="(#\w+)"/g)].map((match) => [match[2], Number(match[1])]),
  );
  expect(tops.get("#1b7837")).toBeLessThan(tops.get("#8073ac")!);
});
it("surfaceFigure refuses points off the plane, and outputs outside [0, 1]", () => {
  expect(() => surfaceFigure(stepNetwork(), [[1], [2], [3]])).toThrow(
    new RangeError("surfaceFigure: expected inputs of shape [2, n], got [3, 1]"),
  );
  const linear = initialNetwork([2, 1], { activation: identity, deviation: 5 });
  expect(() => surfaceFigure(linear, inputs)).toThrow(
    "surfaceFigure: expected the network's output in [0, 1]",
  );
});
