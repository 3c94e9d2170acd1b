import { expect, it } from "vitest";
import { centralDifferences, expectGradient } from "../src/central-differences.js";
import { expectClose } from "../src/expect-close.js";

const cubes = (x: Float64Array): number => x.reduce((total, v) => total + v ** 3, 0);
const x = [1, -2, 0.5];
const gradient = [3, 12, 0.75];

it("centralDifferences(f, x) is 3x² for Σx³, waits for f, and leaves x", async () => {
  const before = [...x];
  expectClose(await centralDifferences(cubes, x), gradient, { rtol: 1e-9 });
  expectClose(await centralDifferences(async (at) => cubes(at), x, 5e-3), gradient, { rtol: 1e-4 });
  expect(x).toEqual(before);
});

it("expectGradient refuses a wrong gradient, and a tolerance at which a wrong one would pass", async () => {
  await expectGradient({ f: cubes, x, gradient, rtol: 1e-8 });
  const wrong = [3, 12, 0.8];
  await expectGradient({ f: cubes, x, gradient, wrong, rtol: 1e-8 });
  await expect(expectGradient({ f: cubes, x, gradient: wrong, rtol: 1e-8 })).rejects.toThrow("entry 2");
  await expect(expectGradient({ f: cubes, x, gradient, wrong, atol: 0.1 })).rejects.toThrow("says nothing");
});
