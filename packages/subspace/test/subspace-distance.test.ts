import { hashedDoubles } from "@elbowjs/test-kit/hashed";
import { Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { principalAngles, subspaceDistance } from "../src/index.js";
import fixture from "./fixtures/sklearn.json" with { type: "json" };
import { refusal } from "./refusal.js";

const basis = (salt: number, d: number, k: number) =>
  Matrix.from1DArray(d, k, [...hashedDoubles(salt, d * k)]);

it.each(fixture.angles)(
  "principalAngles and subspaceDistance are SciPy's, $k against $m in $d dimensions",
  (angle) => {
    const [a, b] = [basis(angle.salt, angle.d, angle.k), basis(angle.salt + 5, angle.d, angle.m)];
    expect(principalAngles(a, b)).toHaveLength(angle.angles.length);
    for (const [i, value] of angle.angles.entries()) expect(principalAngles(a, b)[i]).toBeCloseTo(value, 12);
    expect(subspaceDistance(a, b)).toBeCloseTo(angle.distance, 12);
  },
);

it("tiny angles are not lost, right ones are right", () => {
  const line = (t: number) => new Matrix([[Math.cos(t)], [Math.sin(t)]]);
  for (const t of [1e-15, 1e-9, 0.1, 1, Math.PI / 2 - 1e-9]) {
    expect(Math.abs(principalAngles(line(0), line(t))[0]! / t - 1)).toBeLessThan(1e-12);
    expect(Math.abs(subspaceDistance(line(0), line(t)) / (Math.SQRT2 * Math.sin(t)) - 1)).toBeLessThan(1e-12);
  }
  expect(subspaceDistance([[1], [0]], [[0], [1]])).toBeCloseTo(Math.SQRT2, 15);
  expect(
    subspaceDistance(
      [
        [1, 1],
        [0, 1],
        [0, 0],
      ],
      [
        [2, 0],
        [0, 5],
        [0, 0],
      ],
    ),
  ).toBeLessThan(1e-15);
});

it("refuses columns that depend on one another, and bases of other spaces", () => {
  expect(
    refusal(() =>
      subspaceDistance(
        [
          [1, 2],
          [2, 4],
          [3, 6],
        ],
        [[1], [0], [0]],
      ),
    ),
  ).toBe(
    "RangeError: subspaceDistance: expected first to have linearly independent columns, got 2 columns of 3 numbers, of which column 1 depends on those before",
  );
  expect(refusal(() => principalAngles([[1, 2, 3]], [[1]]))).toBe(
    "RangeError: principalAngles: expected first to have linearly independent columns, got 3 columns of 1 numbers",
  );
  expect(refusal(() => principalAngles([[1], [2]], [[1], [2], [3]]))).toBe(
    "RangeError: principalAngles: expected bases of one space, got columns of 2 and 3 numbers",
  );
});
