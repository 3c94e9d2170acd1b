import { expectClose } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { corruptedCubic, corruptionFigure } from "../../src/index.js";
import numpy from "../fixtures/course-claims.json" with { type: "json" };

it("corruptedCubic() is NumPy's x³ + ε, ε ~ N(0, 1)", () => {
  const { x, original, corrupted } = corruptedCubic();
  expectClose(corrupted, numpy.cubic, { rtol: 1e-12, atol: 1e-12 });
  expect([x[0], x[99], original[99]]).toEqual([-2.5, 2.5, 15.625]);
});
it("corruptedCubic({ deviation: 0 }) corrupts nothing", () => {
  const { original, corrupted } = corruptedCubic({ deviation: 0 });
  expect(corrupted).toEqual(original);
});
it("corruptedCubic's ε has mean 0 and variance σ², within three standard errors", () => {
  const n = 4000;
  const { original, corrupted } = corruptedCubic({ points: n, deviation: 2, seed: 1 });
  const noise = corrupted.map((value, i) => value - original[i]!);
  const mean = noise.reduce((a, b) => a + b) / n;
  const variance = noise.reduce((sum, e) => sum + e * e, 0) / n;
  expect(Math.abs(mean)).toBeLessThan((3 * 2) / Math.sqrt(n));
  expect(Math.abs(variance / 4 - 1)).toBeLessThan(3 * Math.sqrt(2 / n));
});
it("corruptionFigure draws both sets", () => {
  const svg = corruptionFigure(corruptedCubic({ points: 10 }));
  for (const name of ["original", "corrupted"]) expect(svg).toContain(name);
  expect(svg).not.toContain("NaN");
});
it("corruptedCubic refuses options outside their intervals", () => {
  expect(() => corruptedCubic({ points: 1 })).toThrow(
    new RangeError("corruptedCubic: expected points to be an integer in [2, 16777216], got 1"),
  );
  expect(() => corruptedCubic({ deviation: -1 })).toThrow(
    "corruptedCubic: expected deviation in [0, ∞), got -1",
  );
});
