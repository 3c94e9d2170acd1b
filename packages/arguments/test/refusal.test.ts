import { expect, it } from "vitest";
import { checkChoices, checkFinite, checkNumbers, checkOptions, isRefusal, refusal } from "../src/index.js";

/** What a call throws. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

it("isRefusal(error) knows what the checks throw", () => {
  for (const call of [
    () => checkNumbers("f", { n: [0, "integer ≥ 1"] }),
    () => checkNumbers("f", { n: ["0", "integer ≥ 1"] }),
    () => checkChoices("f", { kind: ["a", ["b"]] }),
    () => checkOptions("f", { lr: 1 }, ["learningRate"]),
    () => checkFinite("f", "x", [Number.NaN]),
  ])
    expect(isRefusal(thrown(call))).toBe(true);
});

it("isRefusal(error) is false for what a bug raises, and for a rule that is none", () => {
  expect(isRefusal(thrown(() => new Array(-1)))).toBe(false);
  expect(isRefusal(thrown(() => (undefined as unknown as { x: number }).x))).toBe(false);
  expect(isRefusal(thrown(() => checkNumbers("f", { n: [0, "about one" as "finite"] })))).toBe(false);
  for (const other of [undefined, null, "text", 1]) expect(isRefusal(other)).toBe(false);
});

it("refusal(error) is the error itself, marked where nobody sees it", () => {
  const error = new RangeError("Gan.fit: expected …");
  expect(refusal(error)).toBe(error);
  expect(isRefusal(error)).toBe(true);
  expect(Object.keys(error)).toEqual([]);
});
