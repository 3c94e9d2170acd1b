import { expect, it } from "vitest";
import { checkFinite } from "../src/index.js";

it("checkFinite says where the first number that does not fit lies", () => {
  checkFinite("fit", "data", [1, -1e300, 0]);
  checkFinite("fit", "data", []);
  expect(() => checkFinite("fit", "data", [0, 0, 0, Number.NaN], { features: 3 })).toThrow(
    new RangeError("fit: expected data to be finite, got NaN at sample 1, feature 0"),
  );
  expect(() => checkFinite("fit", "data", [0, Number.POSITIVE_INFINITY])).toThrow(
    new RangeError("fit: expected data to be finite, got Infinity at [1]"),
  );
  expect(() =>
    checkFinite("fit", "images", Float32Array.of(0, 1, 134), { features: 2, within: [0, 1] }),
  ).toThrow(new RangeError("fit: expected images in [0, 1], got 134 at sample 1, feature 0"));
});

it("checkFinite refuses what is no list, and what is no number in one", () => {
  checkFinite("fit", "data", { length: 1, 0: 2 });
  for (const value of [null, undefined, 3, "12", {}, new Map(), () => 1])
    expect(() => checkFinite("fit", "data", value as unknown as number[])).toThrow(
      /^fit: expected data to be numbers, got /,
    );
  for (const value of ["1", 7n, undefined, Symbol("x"), [1]])
    expect(() => checkFinite("fit", "data", [0, value as unknown as number])).toThrow(
      /^fit: expected data to be finite, got .* at \[1\]$/,
    );
});
