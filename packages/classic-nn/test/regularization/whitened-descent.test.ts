import { expectClose } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { whitenedDescent } from "../../src/index.js";
import fixture from "../fixtures/regularization.json" with { type: "json" };

const x = fixture.points;
const y = x.map(([a, b, c]) => 0.5 * a! - 2 * b! + c! + 1);

it("whitenedDescent: the whitened Hessian is the identity, and η = 1/λ_max = 1 arrives in one step", () => {
  const { whitened } = whitenedDescent({ x, y });
  expectClose(whitened.risk.hessian.to1DArray(), [1, 0, 0, 0, 1, 0, 0, 0, 1], { rtol: 1e-12, atol: 1e-12 });
  expect(whitened.condition).toBeCloseTo(1, 10);
  expect(whitened.stepsToThousandth).toBe(1);
});
it("whitenedDescent: on raw inputs the same descent takes more steps than the condition number", () => {
  const { raw } = whitenedDescent({ x, y });
  expect(raw.condition).toBeGreaterThan(20);
  expect(raw.stepsToThousandth ?? Number.POSITIVE_INFINITY).toBeGreaterThan(raw.condition);
});
it("whitenedDescent: both forms are the same problem, of one least risk", () => {
  const { raw, whitened } = whitenedDescent({ x, y });
  // y is linear in x up to a constant, which centring takes away from whitened inputs alone.
  expect(whitened.risk.value(whitened.risk.minimum)).toBeLessThanOrEqual(
    raw.risk.value(raw.risk.minimum) + 1e-9,
  );
});
it("whitenedDescent refuses a fraction outside (0, 1)", () => {
  expect(() => whitenedDescent({ x, y }, { fraction: 1 })).toThrow(
    new RangeError("whitenedDescent: expected fraction in (0, 1), got 1"),
  );
});
