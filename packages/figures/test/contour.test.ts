import { describe, expect, it } from "vitest";
import { contour, figure, isoline } from "../src/index.js";

const plane = {
  x: [0, 1, 2],
  y: [0, 1],
  values: [
    [0, 1, 2],
    [0, 1, 2],
  ],
};

describe("isoline(surface, level)", () => {
  it("of a plane is one straight line at its level, from edge to edge", () => {
    const [path, ...more] = isoline(plane, 0.5);
    expect(more).toEqual([]);
    expect(path!.every(([x]) => x === 0.5)).toBe(true);
    expect(path!.map(([, y]) => y).sort()).toEqual([0, 1]);
  });
  it("of a circle is one closed path that keeps its radius", () => {
    const axis = Array.from({ length: 41 }, (_, i) => -2 + i / 10);
    const values = axis.map((y) => axis.map((x) => x * x + y * y));
    const [path, ...more] = isoline({ x: axis, y: axis, values }, 1);
    expect(more).toEqual([]);
    expect(path!.at(-1)).toEqual(path![0]);
    for (const [x, y] of path!) expect(Math.hypot(x, y)).toBeCloseTo(1, 2);
    const length = path!
      .slice(1)
      .reduce((sum, [x, y], i) => sum + Math.hypot(x - path![i]![0], y - path![i]![1]), 0);
    expect(length).toBeCloseTo(2 * Math.PI, 1);
  });
  it("on uneven grids lies where the surface has the level", () => {
    const [x, y] = [
      [0, 0.1, 1, 5],
      [-1, 3, 4],
    ];
    const values = y!.map((b) => x!.map((a) => a + 10 * b));
    for (const [a, b] of isoline({ x: x!, y: y!, values }, 12).flat()) expect(a + 10 * b).toBeCloseTo(12, 9);
  });
  it("leaves out cells with a NaN, and is empty above the surface and on a grid of one row", () => {
    const holed = [
      [0, Number.NaN, 2],
      [0, 1, 2],
    ];
    expect(isoline({ ...plane, values: holed }, 0.5)).toEqual([]);
    expect(isoline(plane, 3)).toEqual([]);
    expect(isoline({ x: [0, 1], y: [0], values: [[0, 1]] }, 0.5)).toEqual([]);
  });
  it("runs up to a hole, in one piece on each side", () => {
    const axis = [0, 1, 2, 3, 4];
    const values = axis.map((y) => axis.map((x) => (x === 2 && y === 2 ? Number.NaN : x + 0.5)));
    const paths = isoline({ x: axis, y: axis, values }, 2);
    expect(paths.map((path) => path.map(([, y]) => y).sort())).toEqual(
      expect.arrayContaining([
        [0, 1],
        [3, 4],
      ]),
    );
    expect(paths).toHaveLength(2);
  });
});

describe("contour(surface)", () => {
  const surface = { x: [0, 1], y: [0, 1], values: [[0, 1], [1, 2]] }; // biome-ignore format: a grid
  const shades = (svg: string) => (svg.match(/fill-rule="evenodd"/g) ?? []).length;
  it("shades 11 levels when none are asked for, those asked for, and none without fill", () => {
    expect(shades(figure({ marks: [contour(surface)] }))).toBe(11);
    expect(shades(figure({ marks: [contour({ ...surface, levels: [0.5, 1.5] })] }))).toBe(2);
    expect(shades(figure({ marks: [contour({ ...surface, fill: false })] }))).toBe(0);
  });
  it("writes the heights on the lines", () => {
    const svg = figure({ marks: [contour({ ...surface, levels: [0.5, 1] })] });
    expect(svg).toContain(">0.5<");
    expect(svg).toContain(">1</text>");
  });
  it("of a flat surface has no lines", () =>
    expect(figure({ marks: [contour({ ...surface, values: [[1, 1], [1, 1]] })] })).not.toMatch(/NaN|evenodd/)); // biome-ignore format: a grid
  it("refuses values of another shape than the grid", () => {
    expect(() => contour({ x: [0, 1], y: [0, 1], values: [[0, 1, 2]] })).toThrow(
      new RangeError("contour: expected values of shape [2, 2], got [1, 3]"),
    );
  });
});
