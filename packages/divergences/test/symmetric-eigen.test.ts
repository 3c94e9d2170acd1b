import { hashedDoubles } from "@elbowjs/test-kit/hashed";
import { expect, it } from "vitest";
import { symmetricEigen } from "../src/symmetric-eigen.js";

function symmetric(salt: number, d: number): Float64Array {
  const values = hashedDoubles(salt, d * d);
  return values.map((_, i) => (values[i]! + values[(i % d) * d + Math.floor(i / d)]!) / 2);
}

/** The largest entry of |A V − V diag(λ)| and of |VᵀV − I|. */
function residual(a: Float64Array, d: number): number {
  const { values, vectors } = symmetricEigen(a, d);
  let largest = 0;
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let [image, product] = [0, 0];
      for (let k = 0; k < d; k++) {
        image += a[i * d + k]! * vectors[k * d + j]!;
        product += vectors[k * d + i]! * vectors[k * d + j]!;
      }
      largest = Math.max(
        largest,
        Math.abs(image - vectors[i * d + j]! * values[j]!),
        Math.abs(product - (i === j ? 1 : 0)),
      );
    }
  return largest;
}

it.each([1, 2, 3, 4, 5, 17, 64])("symmetricEigen(a, %d): A V = V diag(λ) and VᵀV = I", (d) => {
  expect(residual(symmetric(d, d), d)).toBeLessThan(d * 1e-15 + 1e-14);
});

it("symmetricEigen(a, d) takes zero, diagonal, repeated and rank-one matrices", () => {
  const outer = hashedDoubles(5, 9);
  const rankOne = Float64Array.from({ length: 81 }, (_, i) => outer[Math.floor(i / 9)]! * outer[i % 9]!);
  const diagonal = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? [3, 3, -1, 0][i / 5]! : 0));
  for (const [a, d] of [
    [new Float64Array(25), 5],
    [diagonal, 4],
    [rankOne, 9],
  ] as const)
    expect(residual(a, d)).toBeLessThan(1e-14);
  expect([...symmetricEigen(diagonal, 4).values].sort()).toEqual([-1, 0, 3, 3]);
});
