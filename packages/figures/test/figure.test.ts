import { describe, expect, it } from "vitest";
import { bar, dot, figure, heatMap, line, ruleX, ruleY } from "../src/index.js";

/** The plot's edges in pixels: the viewport that clips the marks. */
const plotOf = (svg: string) => {
  const [, left = 0, top = 0, width = 0, height = 0] =
    /<svg x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"/.exec(svg)!.map(Number);
  return { left, top, right: left + width, bottom: top + height };
};
const coordinates = (svg: string) =>
  [...svg.matchAll(/<path d="(M[^"]*L[^"]*)" fill="none" stroke="currentColor" stroke-width="2"/g)].map(
    ([, d]) => [...d!.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
  );
const texts = (svg: string, anchor: string) =>
  [...svg.matchAll(new RegExp(`text-anchor="${anchor}"[^>]*>([^<]*)<`, "g"))].map(([, text]) => text);

describe("figure({ marks: [line] })", () => {
  it("places the first and last value at the ends of a given domain, upwards", () => {
    const svg = figure({ y: { domain: [0, 10] }, marks: [line({ y: [0, 5, 10] })] });
    const { left, right, top, bottom } = plotOf(svg);
    expect(coordinates(svg)).toEqual([
      [
        [left, bottom],
        [(left + right) / 2, (top + bottom) / 2],
        [right, top],
      ],
    ]);
  });
  it("leaves 5% of room above and below when no domain is given", () => {
    const svg = figure({ marks: [line({ y: [0, 10] })] });
    const { top, bottom } = plotOf(svg);
    const [[[, low], [, high]]] = coordinates(svg) as [[[number, number], [number, number]]];
    expect((bottom - low) / (bottom - top)).toBeCloseTo(0.05 / 1.1, 3);
    expect((high - top) / (bottom - top)).toBeCloseTo(0.05 / 1.1, 3);
  });
  it("runs the other way with reverse", () => {
    const svg = figure({
      x: { reverse: true },
      y: { reverse: true, domain: [0, 1] },
      marks: [line({ y: [0, 1] })],
    });
    const { left, right, top, bottom } = plotOf(svg);
    expect(coordinates(svg)).toEqual([
      [
        [right, top],
        [left, bottom],
      ],
    ]);
  });
  it("has equal steps for equal factors on a logarithmic axis", () => {
    const svg = figure({ y: { type: "log", domain: [1, 100] }, marks: [line({ y: [1, 10, 100] })] });
    const { top, bottom } = plotOf(svg);
    expect(coordinates(svg)[0]!.map(([, y]) => y)).toEqual([bottom, (top + bottom) / 2, top]);
  });
  it("breaks a line at what has no place, and draws a lonely point as a dot", () => {
    const linear = figure({ marks: [line({ y: [1, 2, Number.NaN, 3, Number.NaN, 3, 4] })] });
    expect(linear).toMatch(/M[\d.,]+L[\d.,]+M[\d.,]+h0M[\d.,]+L[\d.,]+"/);
    const log = figure({ y: { type: "log" }, marks: [line({ y: [1, 0, -1, 10] })] });
    expect(log).not.toMatch(/NaN|Infinity/);
  });
  it("writes no number that a browser refuses, however far a value lies outside", () => {
    const svg = figure({ y: { domain: [0, 1] }, marks: [line({ y: [0, 1e38, 1e300] })] });
    expect(svg).not.toMatch(/e\+/);
  });
  it("draws nothing, one point and a constant", () => {
    for (const type of ["linear", "log"] as const)
      for (const y of [[], [3], [3, 3], [1e20, 1e20], [-2]])
        expect(figure({ y: { type }, marks: [line({ name: "s", y })] })).not.toMatch(
          /NaN|Infinity|undefined/,
        );
    expect(figure({ marks: [] })).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("names", () => {
  it("stand at the ends of lines over time, apart from each other, and above for a path in the plane", () => {
    const svg = figure({ marks: ["a", "b", "c"].map((name) => line({ name, y: [0, 1] })) });
    const { right } = plotOf(svg);
    const heights = ["a", "b", "c"].map((name) => {
      const [, x, y] = new RegExp(`<text x="([^"]+)" y="([^"]+)" fill="currentColor">${name}<`).exec(svg)!;
      expect(Number(x)).toBeGreaterThan(right);
      return Number(y);
    });
    expect(heights[1]! - heights[0]!).toBeGreaterThanOrEqual(15);
    expect(heights[2]! - heights[1]!).toBeGreaterThanOrEqual(15);
    const path = figure({ marks: [line({ name: "way", x: [0, 2, 1], y: [0, 1, 2] })] });
    expect(Number(/y="([^"]+)" fill="currentColor">way</.exec(path)![1])).toBeLessThan(plotOf(path).top);
  });
  it("move to the legend where there are more lines than rows", () => {
    const svg = figure({
      height: 160,
      marks: Array.from({ length: 9 }, (_, k) => line({ name: `n${k}`, y: [k, k] })),
    });
    for (let k = 0; k < 9; k++)
      expect(Number(new RegExp(`y="([^"]+)" fill="currentColor">n${k}<`).exec(svg)![1])).toBeLessThan(
        plotOf(svg).top,
      );
  });
  it("and titles are escaped", () => {
    const svg = figure({ title: "A < B & C", marks: [dot({ name: `"<s>'`, y: [1] })] });
    expect(svg).toContain("A &#60; B &#38; C");
    expect(svg).toContain("&#34;&#60;s&#62;&#39;");
  });
});

describe("ticks", () => {
  const yTicks = (y: number[], type: "linear" | "log" = "linear") =>
    texts(figure({ y: { type, domain: [Math.min(...y), Math.max(...y)] }, marks: [line({ y })] }), "end");
  it("have one number of decimals, and no rounding errors", () =>
    expect(yTicks([0, 0.6])).toEqual(["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6"]));
  it("set thousands apart and write powers of ten", () => {
    expect(yTicks([0, 14_000]).slice(-3)).toEqual(["10\u202f000", "12\u202f000", "14\u202f000"]);
    expect(yTicks([0, 4e6]).filter((text) => !text!.includes("."))).toEqual([
      "0",
      "5·10⁵",
      "10⁶",
      "2·10⁶",
      "3·10⁶",
      "4·10⁶",
    ]);
    expect(yTicks([-4e-5, 0]).slice(0, 2)).toEqual(["−4·10⁻⁵", "−3.5·10⁻⁵"]);
  });
  it("of a logarithmic axis are powers of ten, thinned out, and finer within two decades", () => {
    expect(yTicks([1e-5, 1], "log")).toEqual(["10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "0.1", "1"]);
    expect(yTicks([1e-3, 100], "log")).toEqual(["0.001", "0.01", "0.1", "1", "10", "100"]);
    expect(yTicks([1e-20, 1], "log").length).toBeLessThanOrEqual(7);
    expect(yTicks([0.04, 0.3], "log")).toEqual(["0.05", "0.1", "0.2"]);
    expect(yTicks([0.041, 0.043], "log").length).toBeGreaterThan(1);
  });
  it("are the names of categories", () => {
    const svg = figure({ x: { categories: ["zero", "one"] }, marks: [bar({ y: [1, 2] })] });
    expect(texts(svg, "middle")).toEqual(["zero", "one"]);
  });
});

it("marks take the palette's colours in their order, and keep one of their own", () => {
  const svg = figure({
    marks: [line({ y: [1] }), line({ y: [1], color: "muted" }), line({ y: [1], color: 7 }), line({ y: [1] })],
  });
  const marks = svg.slice(svg.indexOf("<svg x="));
  expect([...marks.matchAll(/<g class="(series-\d|muted)" color="[^"]+"><path d="M/g)].map(([, name]) => name).slice(0, 4)).toEqual([
    "series-0", "muted", "series-7", "series-1",
  ]); // biome-ignore format: one row
});

it("a fixed theme has neither style sheet nor an address or id; auto follows the page", () => {
  for (const theme of ["light", "dark"] as const)
    expect(figure({ theme, marks: [] })).not.toMatch(/<style|url\(| id=/);
  expect(figure({ marks: [] })).toMatch(/light-dark\(#ffffff,#14171b\)/);
  expect(figure({ theme: "dark", marks: [] })).toContain('color="#14171b"');
});

it("aspectRatio: 1 makes a unit as long in x as in y", () => {
  const svg = figure({ aspectRatio: 1, marks: [line({ x: [0, 1, 0], y: [0, 0, 1] })] });
  const [[a, b, c]] = coordinates(svg) as [[number[], number[], number[]]];
  expect(b[0]! - a[0]!).toBeCloseTo(a[1]! - c[1]!, 0);
});

it("rules cross the whole plot and are always on it", () => {
  const svg = figure({
    marks: [line({ y: [0, 1] }), ruleX({ at: 5, name: "five" }), ruleY({ at: -3, name: "least" })],
  });
  const { left, right, top, bottom } = plotOf(svg);
  expect(svg).toContain(`M${right},${top}V${bottom}`);
  expect(svg).toMatch(new RegExp(`M${left},[\\d.]+H${right}`));
  expect(svg).toContain(">five<");
  expect(svg).toContain(">least<");
});

it("bars stand on 0, upwards and downwards", () => {
  const svg = figure({ marks: [bar({ y: [2, -1] })] });
  const [up, down] = [
    ...svg.matchAll(
      /<rect x="[^"]+" y="([^"]+)" width="[^"]+" height="([^"]+)" fill="currentColor"><title>/g,
    ),
  ].map(([, y, height]) => [Number(y), Number(height)] as const);
  expect(up![0] + up![1]).toBeCloseTo(down![0], 0);
  expect(up![1]).toBeCloseTo(2 * down![1], 0);
});

describe("refuses", () => {
  const refused: [string, () => unknown, Error][] = [
    ["x and y of two lengths", () => line({ x: [1], y: [1, 2] }), new RangeError("line: expected x and y of one length, got 1 and 2")],
    ["an unknown option", () => figure({ marks: [], titel: "a" } as never), new TypeError("figure: expected the options marks, title, subtitle, x, y, width, height, aspectRatio, theme, background, summary, got titel; did you mean title?")],
    ["a domain that falls", () => figure({ marks: [], x: { domain: [1, 0] } }), new RangeError("figure: expected x.domain to rise between finite numbers, got [1, 0]")],
    ["a logarithmic domain from 0", () => figure({ marks: [], y: { type: "log", domain: [0, 1] } }), new RangeError("figure: expected y.domain to rise between finite numbers above 0, got [0, 1]")],
    ["a figure without room", () => figure({ marks: [], width: 10 }), new RangeError("figure: expected width ≥ 160, got 10")],
    ["a radius of 0", () => dot({ y: [1], radius: 0 }), new RangeError("dot: expected radius > 0, got 0")],
    ["a rule at NaN", () => ruleX({ at: Number.NaN }), new RangeError("ruleX: expected at to be a finite number, got NaN")],
    ["values of another shape", () => heatMap({ x: [0, 1], values: [[1, 2, 3]] }), new RangeError("heatMap: expected values of shape [1, 2], got [1, 3]")],
  ]; // biome-ignore format: a table
  for (const [what, act, error] of refused) it(what, () => expect(act).toThrow(error));
});
