import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { lassoWeights, leastSquares, shrinkageTrace } from "../../src/index.js";
import sklearn from "../fixtures/course-claims.json" with { type: "json" };

const { x, y, lambdas, weights } = sklearn.lasso;

describe("lassoWeights", () => {
  it.each(lambdas.map((lambda, i) => [lambda, weights[i]!] as const))(
    "λ = %d equals scikit-learn",
    (lambda, w) => {
      expectClose(lassoWeights({ x, y }, lambda), w, { rtol: 1e-9, atol: 1e-9 });
    },
  );
  it("λ = 0 is least squares", () => {
    const columns = x[0]!.map((_, j) => x.map((row) => row[j]!));
    expectClose(lassoWeights({ x, y }, 0), leastSquares(columns, [y]).weights.getRow(0), { rtol: 1e-9 });
  });
  it("from λ = ‖Xᵀy‖∞ on every weight is 0", () => {
    const bound = Math.max(
      ...x[0]!.map((_, j) => Math.abs(x.reduce((sum, row, i) => sum + row[j]! * y[i]!, 0))),
    );
    expect([...lassoWeights({ x, y }, bound)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(lassoWeights({ x, y }, 0.99 * bound).some((w) => w !== 0)).toBe(true);
  });
  it("shrinkageTrace: L2 makes weights small and none 0, L1 makes them 0 one after another", () => {
    const trace = shrinkageTrace({ x, y }, [0.5, 8, 30]);
    expect(trace.map(({ zeros }) => zeros.ridge)).toEqual([0, 0, 0]);
    expect(trace.map(({ zeros }) => zeros.lasso)).toEqual([...trace.map(({ zeros }) => zeros.lasso)].sort());
    expect(trace[2]!.zeros.lasso).toBe(5);
    expect(Math.hypot(...trace[2]!.ridge)).toBeLessThan(Math.hypot(...trace[0]!.ridge));
  });
  it("refuses a negative λ", () => {
    expect(() => lassoWeights({ x, y }, -1)).toThrow(
      new RangeError("lassoWeights: expected lambda in [0, ∞), got -1"),
    );
  });
});
