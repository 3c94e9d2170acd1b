import { describe, expect, it } from "vitest";
import {
  checkChoices,
  checkFinite,
  checkKinds,
  checkNumbers,
  checkOptions,
  checkShape,
  isRefusal,
  nearestName,
  refusal,
} from "../src/index.js";

/** The checks are public, so that their own arguments come from outside too. */
describe("the checks' own arguments are refused by the check's name", () => {
  const odd = <T>(value: unknown): T => value as T;
  it.each<[string, () => void, string]>([
    [
      "no values",
      () => checkNumbers("f", odd(undefined)),
      "checkNumbers: expected values as [value, rule], got undefined",
    ],
    [
      "a bare value",
      () => checkNumbers("f", odd({ a: 1 })),
      "checkNumbers: expected a as [value, rule], got 1",
    ],
    [
      "a rule of numbers",
      () => checkNumbers("f", odd({ a: [1, 2] })),
      "checkNumbers: expected a as [value, rule], got an array of 2",
    ],
    [
      "choices that are none",
      () => checkChoices("f", odd({ a: [1, 2] })),
      "checkChoices: expected a as [value, choices], got an array of 2",
    ],
    [
      "a kind that is none",
      () => checkKinds("f", odd({ a: [1, null] })),
      "checkKinds: expected a as [value, kind], got an array of 2",
    ],
    [
      "names that are none",
      () => checkOptions("f", {}, odd("ab")),
      'checkOptions: expected names to be an array, got "ab"',
    ],
    [
      "extents that are none",
      () => checkShape("f", "x", [1], odd(1)),
      "checkShape: expected extents to be an array, got 1",
    ],
    [
      "an interval that is none",
      () => checkFinite("f", "x", [1], { within: odd(0.5) }),
      "checkFinite: expected within to be an array, got 0.5",
    ],
    [
      "names to be near to",
      () => nearestName("a", odd(3)),
      "nearestName: expected names to be an array, got 3",
    ],
    ["an error that is none", () => refusal(odd(3)), "refusal: expected an error, got 3"],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(new TypeError(message));
  });

  it("as a bug of their author's: it is no refusal of what a user passed", () => {
    try {
      checkNumbers("f", odd({ a: 1 }));
    } catch (error) {
      expect(isRefusal(error)).toBe(false);
    }
    expect.assertions(1);
  });
});
