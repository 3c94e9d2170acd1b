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
      "interpolate: expected steps to be an integer in [2, 1048576], got 1",
    );
  });
});

describe("latentGrid(latent, options)", () => {
  it("lays two units out and leaves the others 0", async () => {
    const grid = latentGrid(3, { side: 2, units: [2, 0], spread: 1.5 });
    expect([...(await grid.data())]).toEqual([-1.5, 0, -1.5, -1.5, 0, 1.5, 1.5, 0, -1.5, 1.5, 0, 1.5]);
    expect(() => latentGrid(1)).toThrow("latentGrid: expected latent to be an integer in [2, 65536], got 1");
    expect(() => latentGrid(3, { units: [1, 1] })).toThrow(RangeError);
    expect(() => latentGrid(3, { spread: 0 })).toThrow("latentGrid: expected spread > 0, got 0");
  });
});

/** The dots of a scatter, each with its colour and its place in units of the prior's circle, from that circle's middle. */
function placesOf(svg: string): { series: number; x: number; y: number }[] {
  const circle = /<g class="muted"[^>]*><path d="M([^"]*)"/.exec(svg)![1]!;
  const points = circle.split("L").map((point) => point.split(",").map(Number) as [number, number]);
  const extent = (axis: 0 | 1) => {
    const along = points.map((point) => point[axis]);
    return { least: Math.min(...along), most: Math.max(...along) };
  };
  const [across, down] = [extent(0), extent(1)];
  const radius = (across.most - across.least) / 2;
  const [x0, y0] = [(across.least + across.most) / 2, (down.least + down.most) / 2];
  // A dot's path begins at its left edge; the larger circles before the plot are the key's.
  return [...svg.matchAll(/<g class="series-(\d)"[^>]*><path d="([^"]*a2,2[^"]*)"/g)].flatMap(
    ([, series, path]) =>
      [...path!.matchAll(/M([\d.]+),([\d.]+)a2,2/g)].map(([, left, y]) => ({
        series: Number(series),
        x: (Number(left) + 2 - x0) / radius,
        y: (y0 - Number(y)) / radius,
      })),
  );
}

describe("latentScatter(z, labels, latent)", () => {
  it("puts each image at its place in its label's colour, in units of the prior's circle, up being up", () => {
    const dots = placesOf(latentScatter([2, 0, 9, 0.5, -2, 9], [1, 3], 3, { size: 400 }));
    expect(dots).toEqual([
      { series: 0, x: expect.closeTo(2, 1), y: expect.closeTo(0, 1) },
      { series: 1, x: expect.closeTo(0.5, 1), y: expect.closeTo(-2, 1) },
    ]);
    const others = placesOf(latentScatter([2, 0, 9, 0.5, -2, 9], [1, 3], 3, { size: 400, units: [1, 2] }));
    expect(others.map(({ x, y }) => [Math.round(x) + 0, Math.round(y) + 0])).toEqual([
      [0, 9],
      [-2, 9],
    ]);
  });

  it("names its labels, and gives images of one label one colour", () => {
    const svg = latentScatter([2, 0, 9, 0, -2, 9], [1, 3], 3, { size: 400 });
    expect(svg).toContain("2 images by latent units 0 and 1");
    expect(svg).toMatch(/>1<\/text>/);
    expect(svg).toMatch(/>3<\/text>/);
    const one = placesOf(latentScatter([2, 0, 9, 0, -2, 9], [1, 1], 3, { size: 400 }));
    expect(one.map(({ series }) => series)).toEqual([0, 0]);
  });

  it("refuses counts and units that do not fit", () => {
    expect(() => latentScatter([1], [0], 2)).toThrow(
      "latentScatter: expected 2 values for each of at least one label, got 1 for 1",
    );
    expect(() => latentScatter([1, 2], [0], 2, { units: [0, 2] })).toThrow(
      "latentScatter: expected units below 2, got 0 and 2",
    );
  });
});
