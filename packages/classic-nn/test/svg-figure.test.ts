import { describe, expect, it } from "vitest";
import { contourFigure, isoline, lineFigure, scatterFigure } from "../src/index.js";

const labels = { title: "A < B & C", xLabel: "x", yLabel: "y" };
const coordinates = (svg: string) =>
  [...svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)].map(([, d]) =>
    [...d!.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
  );

describe("isoline(surface, level)", () => {
  const plane = {
    x: [0, 1, 2],
    y: [0, 1],
    values: [
      [0, 1, 2],
      [0, 1, 2],
    ],
  };

  it("of a plane is a straight line at its level", () => {
    const segments = isoline(plane, 0.5);
    expect(segments.flatMap(([x1, , x2]) => [x1, x2]).every((x) => x === 0.5)).toBe(true);
    // Together they reach from y = 0 to y = 1.
    expect(segments.reduce((sum, [, y1, , y2]) => sum + Math.abs(y2 - y1), 0)).toBeCloseTo(1, 12);
  });

  it("of a circle keeps its radius", () => {
    const axis = Array.from({ length: 41 }, (_, i) => -2 + i / 10);
    const values = axis.map((y) => axis.map((x) => x * x + y * y));
    const segments = isoline({ x: axis, y: axis, values }, 1);
    expect(segments.length).toBeGreaterThan(40);
    for (const [x1, y1] of segments) expect(Math.hypot(x1, y1)).toBeCloseTo(1, 2);
    const length = segments.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    expect(length).toBeCloseTo(2 * Math.PI, 1);
  });

  it("leaves out cells with a NaN, and is empty above the surface", () => {
    expect(
      isoline(
        {
          ...plane,
          values: [
            [0, Number.NaN, 2],
            [0, 1, 2],
          ],
        },
        0.5,
      ),
    ).toEqual([]);
    expect(isoline(plane, 3)).toEqual([]);
  });
});

it("lineFigure places the first and last value at the ends of the plot, upwards", () => {
  const [line] = coordinates(lineFigure({ ...labels, series: [{ name: "s", y: [0, 5, 10] }] }));
  expect(line).toEqual([
    [70, 350],
    [285, 195],
    [500, 40],
  ]);
});

it("lineFigure on a logarithmic axis has equal steps for equal factors", () => {
  const [line] = coordinates(
    lineFigure({ ...labels, yScale: "log", series: [{ name: "s", y: [1, 10, 100] }] }),
  );
  expect(line!.map(([, y]) => y)).toEqual([350, 195, 40]);
});

it("lineFigure shows the range asked for", () => {
  const [line] = coordinates(
    lineFigure({ ...labels, yRange: [0, 2], series: [{ name: "s", y: [0, 1, 4] }] }),
  );
  expect(line!.map(([, y]) => y)).toEqual([350, 195, -270]);
});

it("ticks are plain numbers or powers of ten", () => {
  const ticks = (y: number[]) =>
    [...lineFigure({ ...labels, yScale: "log", series: [{ name: "s", y }] }).matchAll(/"end">([^<]*)</g)].map(
      ([, text]) => text,
    );
  expect(ticks([1e-5, 1])).toEqual(["1e-5", "1e-4", "0.001", "0.01", "0.1", "1"]);
  expect(ticks([1e3, 1e7])).toEqual(["1000", "10000", "1e5", "1e6", "1e7"]);
});

it("lineFigure breaks a line at NaN and at values that a logarithmic axis cannot show", () => {
  const linear = lineFigure({ ...labels, series: [{ name: "s", y: [1, 2, Number.NaN, 3, 4] }] });
  expect(linear).toMatch(/M[\d.,]+L[\d.,]+M[\d.,]+L[\d.,]+"/);
  const log = lineFigure({ ...labels, yScale: "log", series: [{ name: "s", y: [1, 0, -1, 10] }] });
  expect(log).not.toMatch(/NaN|Infinity/);
});

it("figures of nothing and of a constant are drawn", () => {
  for (const yScale of ["linear", "log"] as const)
    for (const y of [[], [3], [3, 3]])
      expect(lineFigure({ ...labels, yScale, series: [{ name: "s", y }] })).not.toMatch(/NaN|Infinity/);
});

it("text is escaped", () => {
  const svg = scatterFigure({ ...labels, series: [{ name: '"<s>"', x: [1], y: [2] }] });
  expect(svg).toContain("A &lt; B &amp; C");
  expect(svg).toContain("&quot;&lt;s&gt;&quot;");
});

it("scatterFigure draws a circle a point and leaves out what has no place", () => {
  const svg = scatterFigure({
    ...labels,
    series: [{ name: "s", x: [0, 1, 2], y: [0, Number.POSITIVE_INFINITY, 2] }],
    lines: [{ name: "fit", x: [0, 2], y: [0, 2] }],
  });
  expect((svg.match(/<circle/g) ?? []).length).toBe(2);
  // The data take the middle 1/1.08 of the plot.
  expect(coordinates(svg)).toEqual([
    [
      [85.9, 338.5],
      [484.1, 51.5],
    ],
  ]);
});

it("contourFigure draws the levels asked for, and 11 when none are", () => {
  const surface = {
    x: [0, 1],
    y: [0, 1],
    values: [
      [0, 1],
      [1, 2],
    ],
  };
  const count = (svg: string) => (svg.match(/stroke="hsl/g) ?? []).length;
  expect(count(contourFigure({ ...labels, ...surface }))).toBe(11);
  expect(count(contourFigure({ ...labels, ...surface, levels: [0.5, 1.5] }))).toBe(2);
});

describe("refuses", () => {
  it("x and y of two lengths", () => {
    expect(() => lineFigure({ ...labels, series: [{ name: "s", x: [1], y: [1, 2] }] })).toThrow(
      new RangeError('lineFigure: expected x and y of "s" of one length, got 1 and 2'),
    );
  });

  it("values of another shape than the grid", () => {
    expect(() => contourFigure({ ...labels, x: [0, 1], y: [0, 1], values: [[0, 1, 2]] })).toThrow(
      new RangeError("contourFigure: expected values of shape [2, 2] to match y and x, got [1, 3]"),
    );
  });
});
