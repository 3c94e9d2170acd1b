import { expect, it } from "vitest";
import { layerLearningRates } from "../../src/index.js";

it("layerLearningRates(widths, η) is η/√fanIn", () => {
  expect([...layerLearningRates([4, 100, 1, 5], 0.2)]).toEqual([0.1, 0.02, 0.2]);
});
it("layerLearningRates(…, { fall }) falls towards the output", () => {
  expect([...layerLearningRates([1, 1, 1, 1], 1, { fall: 0.5 })]).toEqual([1, 0.5, 0.25]);
});
it("layerLearningRates refuses widths and rates outside their intervals", () => {
  expect(() => layerLearningRates([3], 1)).toThrow(
    new RangeError("layerLearningRates: expected the number of widths to be an integer ≥ 2, got 1"),
  );
  expect(() => layerLearningRates([3, 0], 1)).toThrow(
    "layerLearningRates: expected every width to be an integer ≥ 1, got 0",
  );
  expect(() => layerLearningRates([3, 1], 1, { fall: 0 })).toThrow(
    "layerLearningRates: expected fall in (0, 1], got 0",
  );
});
