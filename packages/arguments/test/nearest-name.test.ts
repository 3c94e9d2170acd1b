import { expect, it } from "vitest";
import { nearestName } from "../src/index.js";

it.each([
  ["epoch", "epochs"],
  ["batchsize", "batchSize"],
  ["sgd", undefined],
  ["", undefined],
])("nearestName(%s) is %s", (typed, name) => {
  expect(nearestName(typed, ["epochs", "batchSize", "seed1"])).toBe(name);
});
