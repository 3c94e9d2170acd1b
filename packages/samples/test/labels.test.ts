import { expect, it } from "vitest";
import { checkLabels, oneHot } from "../src/index.js";

it("oneHot(labels, classes) has one 1 per row, at the class", () => {
  expect([...oneHot([2, 0], 3)]).toEqual([0, 0, 1, 1, 0, 0]);
  expect(oneHot([], 3)).toHaveLength(0);
});

it("oneHot refuses a label that is no class, and no classes", () => {
  expect(() => oneHot([0, 3], 3)).toThrow(
    new RangeError("oneHot: expected labels to be integers in [0, 3), got 3 for sample 1"),
  );
  expect(() => oneHot([0], 0)).toThrow(RangeError);
});

it("checkLabels(caller, labels, { size, classes }) lets a model without classes have none", () => {
  expect(() => checkLabels("M.fit", undefined, { size: 3, classes: 0 })).not.toThrow();
  expect(() => checkLabels("M.fit", [0], { size: 1, classes: 0 })).toThrow(TypeError);
  expect(() => checkLabels("M.fit", undefined, { size: 1, classes: 2 })).toThrow(TypeError);
  expect(() => checkLabels("M.fit", [0, 1], { size: 1, classes: 2 })).toThrow(RangeError);
});
