import { expect, it } from "vitest";
import { arrow, figure, vector } from "../src/index.js";

const shafts = (svg: string) =>
  [...svg.slice(svg.indexOf("<svg x=")).matchAll(/M([\d.-]+),([\d.-]+)L([\d.-]+),([\d.-]+)M/g)].map(
    ([, ...numbers]) => numbers.map(Number),
  );

it("vector(field) draws lengths on one scale, the longest within the room of a point", () => {
  const svg = figure({
    aspectRatio: 1,
    marks: [vector({ x: [0, 1, 0, 1], y: [0, 0, 1, 1], dx: [1, 2, 0, 0], dy: [0, 0, 1, -2] })],
  });
  const lengths = shafts(svg).map(([x1, y1, x2, y2]) => Math.hypot(x2! - x1!, y2! - y1!));
  expect(lengths[1]! / lengths[0]!).toBeCloseTo(2, 1);
  expect(lengths[3]! / lengths[2]!).toBeCloseTo(2, 1);
  expect(shafts(svg)[2]![3]).toBeLessThan(shafts(svg)[2]![1]!); // y points up
});

it("vector(field, { scale }) draws scale times the vector", () => {
  const svg = figure({
    x: { domain: [0, 10] },
    y: { domain: [0, 10] },
    marks: [
      vector({ x: [5], y: [5], dx: [4], dy: [0], scale: 0.5 }),
      arrow({ x1: [5], y1: [5], x2: [7], y2: [5] }),
    ],
  });
  const [one, other] = shafts(svg);
  expect(one).toEqual(other);
});

it("arrow leaves out those without an end or a length", () => {
  const svg = figure({
    marks: [arrow({ x1: [0, 0, 0], y1: [0, 0, 0], x2: [1, Number.NaN, 0], y2: [1, 1, 0] })],
  });
  expect(shafts(svg)).toHaveLength(1);
});
