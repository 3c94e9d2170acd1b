import { expect, it } from "vitest";
import { lossFigure } from "../src/index.js";

const pathOf = (svg: string) =>
  /<path d="(M[^"]*)" fill="none" stroke="currentColor" stroke-width="(?:1.5|2)"/.exec(svg)![1]!;

it("lossFigure({ steps }) draws at most 400 points", () => {
  const steps = Float32Array.from({ length: 10_000 }, (_, i) => 1 / (i + 1));
  expect(pathOf(lossFigure({ steps })).match(/[ML]/g)!.length).toBeLessThanOrEqual(400);
});

it("lossFigure({ train, validation }) draws a line and a dot per measured epoch", () => {
  const svg = lossFigure({ train: [3, 2, 1], validation: [Number.NaN, 2.5, 1.5], label: "nats" });
  expect(pathOf(svg).match(/[ML]/g)).toHaveLength(3);
  expect(svg.match(/a4,4 0 1 0 8,0/g)!.length).toBe(3); // two dots, one in the legend
  expect(svg).toContain(">nats<");
});

it("lossFigure of nothing is an empty figure", () => expect(lossFigure({})).not.toMatch(/NaN|Infinity/));
