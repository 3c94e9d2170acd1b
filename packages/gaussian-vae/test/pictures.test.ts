import { useBackend } from "@elbowjs/backend";
import { tensor, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { interpolate, latentGrid, latentScatter } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("interpolate(from, to, steps)", () => {
  it("goes straight from one end to the other", async () => {
    const points = interpolate(tensor([0, 10]), tensor([[1, 20]]), 3);
    expect(points.shape).toEqual([3, 2]);
    expect([...(await points.data())]).toEqual([0, 10, 0.5, 15, 1, 20]);
    expect(() => interpolate(zeros([2]), zeros([3]), 2)).toThrow(
      "interpolate: expected two points of one size, got 2 and 3 elements",
    );
    expect(() => interpolate(zeros([2]), zeros([2]), 1)).toThrow(
      "interpolate: expected steps to be an integer ≥ 2, got 1",
    );
  });
});

describe("latentGrid(latent, options)", () => {
  it("lays two units out and leaves the others 0", async () => {
    const grid = latentGrid(3, { side: 2, units: [2, 0], spread: 1.5 });
    expect([...(await grid.data())]).toEqual([-1.5, 0, -1.5, -1.5, 0, 1.5, 1.5, 0, -1.5, 1.5, 0, 1.5]);
    expect(() => latentGrid(1)).toThrow("latentGrid: expected two different units below 1, got 0 and 1");
    expect(() => latentGrid(3, { units: [1, 1] })).toThrow(RangeError);
    expect(() => latentGrid(3, { spread: 0 })).toThrow("latentGrid: expected spread > 0, got 0");
  });
});

describe("latentScatter(z, labels, latent)", () => {
  it("puts each image at its place in its label's colour, up being up", () => {
    const svg = latentScatter([2, 0, 9, 0, -2, 9], [1, 3], 3, { size: 400 });
    expect(svg).toContain("2 images by latent units 0 and 1");
    expect(svg).toMatch(/>1<\/text>/);
    expect(svg).toMatch(/>3<\/text>/);
    // One path of dots for each label: the first to the right of the second and below it, as (2, 0) is of (0, −2)'s mirror.
    const moved = latentScatter([2, 0, 9, 0, 2, 9], [1, 3], 3, { size: 400 });
    expect(moved).not.toBe(svg);
    expect(latentScatter([2, 0, 9, 0, -2, 9], [1, 1], 3, { size: 400 })).not.toBe(svg);
    expect(() => latentScatter([1], [0], 2)).toThrow(
      "latentScatter: expected 2 values for each of at least one label, got 1 for 1",
    );
    expect(() => latentScatter([1, 2], [0], 2, { units: [0, 2] })).toThrow(
      "latentScatter: expected units below 2, got 0 and 2",
    );
  });
});
