import { defaultRng } from "@elbowjs/numpy-random";
import { toSamples } from "@elbowjs/samples";
import { describe, expect, it } from "vitest";
import { distances, nearest } from "../../src/nearest/nearest.js";

describe.each([0, 1, 1e3, 1e6, 1e7])("data at %d", (offset) => {
  const [n, d, k] = [300, 3, 20];
  const rng = defaultRng([5, offset]);
  const data = Float32Array.from(rng.standardNormal(n * d), (value) => value + offset);
  const centers = Float32Array.from(rng.standardNormal(k * d), (value) => value + offset);
  const squared = (i: number, c: number): number => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += (data[i * d + j]! - centers[c * d + j]!) ** 2;
    return sum;
  };
  const wanted = Array.from({ length: n }, (_, i) => Array.from({ length: k }, (_, c) => squared(i, c)));

  it("nearest(rows, centers) is what looking at every difference gives, the lowest centre on a tie", async () => {
    const rows = await toSamples("test", { data, shape: [n, d] });
    const { assignments, squaredDistances } = await nearest(rows, centers, k);
    expect([...assignments]).toEqual(wanted.map((row) => row.indexOf(Math.min(...row))));
    wanted.forEach((row, i) => {
      const least = Math.min(...row);
      expect(Math.abs(squaredDistances[i]! - least)).toBeLessThanOrEqual(1e-11 * least);
    });
  });

  it("distances(rows, centers) errs by the rounding of float32 alone", async () => {
    const rows = await toSamples("test", { data, shape: [n, d] });
    const got = await distances(rows, centers, k);
    wanted.flat().forEach((square, at) => {
      expect(Math.abs(got[at]! - Math.sqrt(square))).toBeLessThanOrEqual(2 ** -23 * Math.sqrt(square));
    });
  });
});
