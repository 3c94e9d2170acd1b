import { expect, it } from "vitest";
import { defaultRng } from "../src/index.js";
import { log1p } from "../src/log1p.js";

const near = (x: number): void => {
  const expected = Math.log1p(x);
  expect(Math.abs(log1p(x) - expected)).toBeLessThanOrEqual(2 * 2 ** -53 * Math.abs(expected));
};

it("log1p(x) is within one unit in the last place of the engine's on (−1, 0]", () => {
  for (const u of defaultRng(1).random(50_000)) near(-u);
  // Down to the smallest multiple of 2^-53, and up to the largest below 1.
  for (let k = 1; k <= 53; k++) {
    near(-(2 ** -k));
    near(2 ** -k - 1);
  }
});

it("log1p(x) holds at 0 and on both sides of its switches", () => {
  expect(log1p(-0)).toBe(-0);
  for (const edge of [-(2 ** -29), -0x12bec4 * 2 ** -22, 0x16a09e * 2 ** -21 - 1, -0.5 + 2 ** -22])
    for (const step of [-(2 ** -53), 0, 2 ** -53]) near(edge + step);
  // 1 + x within 2^-20 of a power of two, where the polynomial is cut short.
  for (const x of [-0.5, -0.75, -0.75 + 2 ** -24, -0.75 - 2 ** -25]) near(x);
});
