import { expect, it } from "vitest";
import { fitted } from "../live/data/own-split.js";
import { networkPass } from "../live/k-means/network-pass.js";

it("networkPass(image, centers) has the scores, shares and error of the formulas", () => {
  const centers = Float32Array.of(1, 0, 0, 1); // two centres in the plane
  const { scores, shares, distances, reconstruction, error, loss } = networkPass(
    Float32Array.of(1, 0.5),
    centers,
    { temperature: 2, hard: false },
  );
  expect(scores).toEqual([0.5, 0]);
  const share = 1 / (1 + Math.exp(-1)); // softmax(2·0.5, 0)
  expect(shares[0]).toBeCloseTo(share, 12);
  expect(distances[0]).toBeCloseTo(0.5, 12);
  expect(distances[1]).toBeCloseTo(Math.hypot(1, 0.5), 12);
  expect(reconstruction[0]).toBeCloseTo(share, 6);
  expect(error[1]).toBeCloseTo(1 - share - 0.5, 6);
  expect(loss).toBeCloseTo(((share - 1) ** 2 + (0.5 - share) ** 2) / 2, 6);
});

it("networkPass({ hard }) gives the image whole to the nearest centre", () => {
  const { shares, loss } = networkPass(Float32Array.of(1, 0.5), Float32Array.of(1, 0, 0, 1), {
    temperature: 2,
    hard: true,
  });
  expect(shares).toEqual([1, 0]);
  expect(loss).toBeCloseTo(0.125, 12);
});

it("fitted(image) keeps the mean of what it covers, and leaves paper beside a narrow picture", () => {
  const wide = fitted(new Uint8Array(56 * 28).fill(100), 56, 28);
  expect([...wide.subarray(14 * 28, 15 * 28)]).toEqual(Array(28).fill(100));
  expect([...wide.subarray(0, 28)]).toEqual(Array(28).fill(0));
  const small = fitted(Uint8Array.of(0, 200, 0, 200), 2, 2);
  expect([small[13], small[14], small[27 * 28 + 27]]).toEqual([0, 200, 200]);
});
