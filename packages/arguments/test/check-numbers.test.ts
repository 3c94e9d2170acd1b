import { expect, it } from "vitest";
import { checkNumbers } from "../src/index.js";

const message = (run: () => void) => {
  try {
    run();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return "accepted";
};

it.each([
  [1, "[0, 1)", "RangeError: Adam: expected x in [0, 1), got 1"],
  [0, "[0, 1)", "accepted"],
  [0, "(0, 1]", "RangeError: Adam: expected x in (0, 1], got 0"],
  [1, "in (0, 1]", "accepted"],
  [-3, "[-4, ∞)", "accepted"],
  [-5, "(-∞, -5)", "RangeError: Adam: expected x in (-∞, -5), got -5"],
  [Number.NaN, "(-∞, ∞)", "RangeError: Adam: expected x in (-∞, ∞), got NaN"],
  [Number.POSITIVE_INFINITY, "≥ 0", "RangeError: Adam: expected x ≥ 0, got Infinity"],
  [0, "> 0", "RangeError: Adam: expected x > 0, got 0"],
  [1e-300, "> 0", "accepted"],
  [2.5, "integer ≥ 1", "RangeError: Adam: expected x to be an integer ≥ 1, got 2.5"],
  [2 ** 53, "integer ≥ 1", "RangeError: Adam: expected x to be an integer ≥ 1, got 9007199254740992"],
  [11, "integer in [0, 10]", "RangeError: Adam: expected x to be an integer in [0, 10], got 11"],
  [Number.NEGATIVE_INFINITY, "finite", "RangeError: Adam: expected x to be a finite number, got -Infinity"],
  [undefined, "> 0 or undefined", "accepted"],
  [undefined, "> 0", "TypeError: Adam: expected x to be a number > 0, got undefined"],
  ["0.1", "[0, 1)", 'TypeError: Adam: expected x to be a number in [0, 1), got "0.1"'],
  [null, "integer ≥ 1 or undefined", "TypeError: Adam: expected x to be an integer ≥ 1, got null"],
  [3n, "integer ≥ 1", "TypeError: Adam: expected x to be an integer ≥ 1, got 3n"],
] as const)("checkNumbers holds %s against %s", (value, rule, expected) => {
  expect(message(() => checkNumbers("Adam", { x: [value, rule] }))).toBe(expected);
});

it("checkNumbers refuses a rule that it cannot read", () => {
  expect(() => checkNumbers("Adam", { x: [1, "about 3" as "finite"] })).toThrow(
    'checkNumbers: expected a rule such as "[0, 1)", got "about 3"',
  );
});
