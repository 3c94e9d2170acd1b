import { expect, it } from "vitest";
import { checkOptions } from "../src/index.js";

const names = ["learningRate", "beta1"];

it("checkOptions names what does not exist, and the nearest that does", () => {
  expect(() => checkOptions("Adam", { beta: 0.9 }, names)).toThrow(
    new TypeError("Adam: expected the options learningRate, beta1, got beta; did you mean beta1?"),
  );
  expect(() => checkOptions("Adam", { lr: 1 }, names)).toThrow(
    new TypeError("Adam: expected the options learningRate, beta1, got lr"),
  );
  expect(() => checkOptions("Adam", JSON.parse('{ "__proto__": 1 }'), names)).toThrow("got __proto__");
});

it("checkOptions passes no options, known ones and undefined ones", () => {
  checkOptions("Adam", undefined, names);
  checkOptions("Adam", { beta1: 2, lr: undefined }, names);
  checkOptions("Adam", Object.assign(Object.create(null), { beta1: 2 }), names);
});

it.each([
  [5, "5"],
  ["fast", '"fast"'],
  [null, "null"],
  [[1], "an array of 1"],
  [new Float32Array(3), "a Float32Array of 3"],
  [new Map([["learningRate", 1]]), "an instance of Map"],
  [new Date(), "an instance of Date"],
])("checkOptions refuses %s as options", (options, printed) => {
  expect(() => checkOptions("Adam", options, names)).toThrow(
    new TypeError(`Adam: expected an object of options, got ${printed}`),
  );
});
