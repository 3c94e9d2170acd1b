import { expect, it } from "vitest";
import { bestEpoch, isStale } from "../src/index.js";

const epochs = (...losses: (number | undefined)[]) =>
  losses.map((loss) => (loss === undefined ? {} : { validation: { loss } }));

it("bestEpoch(epochs) is the first with the lowest loss, from 1; what is no number never is", () => {
  expect(bestEpoch([])).toBe(0);
  expect(bestEpoch(epochs(3, 1, 2, 1))).toBe(2);
  expect(bestEpoch(epochs(Number.NaN, 4))).toBe(2);
  expect(bestEpoch(epochs(undefined, 4))).toBe(2);
  expect(bestEpoch(epochs(Number.NaN, Number.NaN))).toBe(1);
});

it("isStale(epochs, patience) is so from patience epochs after the best on, and never without patience", () => {
  expect(isStale([], 1)).toBe(false);
  expect(isStale(epochs(2, 1), 1)).toBe(false);
  expect(isStale(epochs(2, 1, 1), 2)).toBe(false);
  expect(isStale(epochs(2, 1, 1, 5), 2)).toBe(true);
  expect(isStale(epochs(2, 1, 1, 5), undefined)).toBe(false);
});
