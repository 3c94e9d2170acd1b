import { hashedDoubles, hashedPoints } from "@elbowjs/test-kit/hashed";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { logisticPca, pca } from "../src/index.js";
import { refusal } from "./refusal.js";

/** n images of 12 pixels whose logits lie on a plane. */
function images(n: number, isBinary = false): number[][] {
  const codes = Matrix.from1DArray(n, 2, [...hashedDoubles(1, n * 2)]).mul(6);
  const logits = codes.mmul(Matrix.from1DArray(2, 12, [...hashedDoubles(2, 24)]));
  const noise = hashedPoints(3, n, 12);
  return logits.to2DArray().map((row, i) =>
    row.map((t, j) => {
      const p = 1 / (1 + Math.exp(-t));
      return isBinary ? Number((noise[i]![j]! + 1) / 2 < p) : p;
    }),
  );
}

const crossEntropy = (x: number[][], p: Matrix) =>
  x.reduce(
    (total, row, i) =>
      total -
      row.reduce((sum, v, j) => sum + v * Math.log(p.get(i, j)) + (1 - v) * Math.log(1 - p.get(i, j)), 0),
    0,
  ) / x.length;

describe("logisticPca(images, { components })", () => {
  it("its loss never rises, and is the cross-entropy of what it gives back", () => {
    const x = images(60, true);
    const { losses, transform, reconstruct, basis } = logisticPca(x, { components: 2, maxIterations: 40 });
    for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThanOrEqual(losses[i - 1]! + 1e-12);
    expect(crossEntropy(x, reconstruct(transform(x)))).toBeLessThanOrEqual(losses.at(-1)! + 1e-3);
    const identity = basis.transpose().mmul(basis);
    expect(identity.get(0, 0)).toBeCloseTo(1, 12);
    expect(identity.get(0, 1)).toBeCloseTo(0, 12);
  });

  it("finds probabilities whose logits lie on a plane, where PCA cannot", () => {
    const x = images(60);
    const options = { components: 2, maxIterations: 2000, tolerance: 1e-9 };
    const { transform, reconstruct } = logisticPca(x, options);
    const error = (back: Matrix) => Matrix.sub(back, new Matrix(x)).norm("frobenius");
    const linear = pca(x, { components: 2 });
    expect(error(reconstruct(transform(x)))).toBeLessThan(
      0.2 * error(linear.reconstruct(linear.transform(x))),
    );
  });

  it("the least loss: derivatives by differences vanish", () => {
    const x = images(30);
    const fit = logisticPca(x, { components: 2, maxIterations: 5000, tolerance: 1e-12 });
    const codes = fit.transform(x);
    const loss = (moved: Matrix) => crossEntropy(x, fit.reconstruct(moved));
    for (const [i, j] of [
      [0, 0],
      [7, 1],
      [29, 0],
    ] as const) {
      const at = (shift: number) => {
        const moved = codes.clone();
        moved.set(i, j, moved.get(i, j) + shift);
        return loss(moved);
      };
      expect(Math.abs(at(1e-4) - at(-1e-4)) / 2e-4).toBeLessThan(1e-3);
    }
  });

  it("refuses pixels outside of [0, 1] and components that are too many", () => {
    expect(
      refusal(() =>
        logisticPca(
          [
            [0, 2],
            [1, 0],
          ],
          { components: 1 },
        ),
      ),
    ).toBe("RangeError: logisticPca: expected images in [0, 1], got 2 at sample 0, feature 1");
    expect(refusal(() => logisticPca(images(5), { components: 5 }))).toBe(
      "RangeError: logisticPca: expected components to be an integer in [1, 4], got 5",
    );
    const { transform, reconstruct } = logisticPca(images(9), { components: 2 });
    expect(refusal(() => transform([[0, 1]]))).toBe(
      "RangeError: logisticPca.transform: expected images of 12 numbers, got 2",
    );
    expect(refusal(() => reconstruct([[0]]))).toBe(
      "RangeError: logisticPca.reconstruct: expected codes of 2 numbers, got 1",
    );
  });
});
