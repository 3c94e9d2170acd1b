import { expect, it } from "vitest";
import { cosine, geometric } from "../../src/index.js";
import { refuses } from "../refuses.js";

it("cosine(from, to) begins at one end, is half way at half time, and nears the other", () => {
  const eta = cosine(4, 2);
  expect([eta(0), eta(0.5), eta(1)]).toEqual([4, 3, 2]);
});

it("geometric(from, to, until) goes by a constant factor and stays", () => {
  const temperature = geometric(1, 16, 0.5);
  expect([0, 0.125, 0.25, 0.5, 0.75].map(temperature)).toEqual([1, 2, 4, 16, 16]);
});

it("geometric refuses ends that are not above 0", async () => {
  await refuses(() => geometric(0, 1), RangeError, "geometric: expected from > 0, got 0");
  await refuses(() => geometric(1, 2, 0), RangeError, "geometric: expected until in (0, 1], got 0");
});
