import { describe, expect, it } from "vitest";
import { epochOrder, seededOrder } from "../src/index.js";
import golden from "./fixtures/samples.json" with { type: "json" };

// NumPy's default_rng, by fixtures/make-samples.py.
describe("epochOrder(size, seed, epoch) is NumPy's default_rng([seed, 1, epoch]).permutation(size)", () => {
  for (const [key, order] of Object.entries(golden.epochOrder))
    it(key, () => {
      const [size, seed, epoch] = key.split(",").map(Number) as [number, number, number];
      expect([...epochOrder(size, seed, epoch)]).toEqual(order);
    });

  it("visits every sample once, each epoch in another order", () => {
    const [a, b] = [epochOrder(1000, 0, 0), epochOrder(1000, 0, 1)];
    for (const order of [a, b]) expect([...order].sort((i, j) => i - j)).toEqual([...Array(1000).keys()]);
    expect(a).not.toEqual(b);
    expect(epochOrder(0, 0, 0)).toHaveLength(0);
  });

  it("refuses what is no integer", () => {
    expect(() => epochOrder(5, -1, 0)).toThrow("epochOrder: expected seed to be an integer ≥ 0, got -1");
    expect(() => epochOrder(5, 0, 0.5)).toThrow("epochOrder: expected epoch to be an integer ≥ 0, got 0.5");
    expect(() => epochOrder(2 ** 31, 0, 0)).toThrow(RangeError);
    expect(() => seededOrder(5, [0, Number.NaN])).toThrow("seededOrder: expected seed to be an integer ≥ 0");
  });
});

describe("seededOrder(size, seed) is NumPy's default_rng(seed).permutation(size)", () => {
  for (const [key, order] of Object.entries(golden.seededOrder))
    it(key, () => {
      const [size, ...seed] = key.split(",").map(Number) as [number, ...number[]];
      expect([...seededOrder(size, seed)]).toEqual(order);
      if (seed.length === 1) expect([...seededOrder(size, seed[0]!)]).toEqual(order);
    });
});
