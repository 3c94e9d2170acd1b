import { expect, it } from "vitest";
import { ojaExpansion } from "../../src/index.js";

const [w, x] = [
  [0.6, -0.8, 0],
  [1, 0.5, -2],
];

it("ojaExpansion: the distance to the normalised Hebbian step falls with η²", () => {
  const distances = [1e-1, 1e-2, 1e-3, 1e-4].map((eta) => ojaExpansion(w, x, eta).distance);
  for (const [i, distance] of distances.slice(1).entries())
    expect(Math.abs(distances[i]! / distance / 100 - 1)).toBeLessThan(0.15 / 10 ** i);
});
it("ojaExpansion: Hebb's step without the term −y²w is only of order 0 there", () => {
  // Control: w + ηyx against the normalised step differs by ηy²‖w‖, ten times less for ten times less η.
  const plain = (eta: number) => {
    const { normalised } = ojaExpansion(w, x, eta);
    const y = 0.6 - 0.4;
    return Math.hypot(...w.map((wi, i) => wi + eta * y * x[i]! - normalised[i]!));
  };
  expect(plain(1e-3) / plain(1e-4)).toBeCloseTo(10, 1);
});
it("ojaExpansion normalises w and does not touch it", () => {
  const given = [3, 4];
  expect(Math.hypot(...ojaExpansion(given, [1, 1], 0.1).normalised)).toBeCloseTo(1, 14);
  expect(given).toEqual([3, 4]);
});
it("ojaExpansion refuses w = 0 and a rate that is not positive", () => {
  expect(() => ojaExpansion([0, 0], [1, 1], 0.1)).toThrow(
    new RangeError("ojaExpansion: expected the length of weights > 0, got 0"),
  );
  expect(() => ojaExpansion([1], [1], 0)).toThrow("ojaExpansion: expected learningRate in (0, ∞), got 0");
});
