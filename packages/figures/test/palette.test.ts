import { describe, expect, it } from "vitest";
import { contrast, roleColors, seriesColors } from "../src/index.js";
import { colorAt, textOn } from "../src/style/color-scale.js";

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const rgb = (color: string) =>
  [1, 3, 5].map((at) => linear(Number.parseInt(color.slice(at, at + 2), 16) / 255));
const apply = (matrix: readonly (readonly number[])[], v: readonly number[]) =>
  matrix.map((row) => row.reduce((sum, m, i) => sum + m * v[i]!, 0));

/** Full protanopia, deuteranopia and tritanopia in linear sRGB: Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009). */
const blindness = {
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}; // biome-ignore format: matrices

/** OKLab of linear sRGB: B. Ottosson, https://bottosson.github.io/posts/oklab/. */
function okLab(v: readonly number[]): number[] {
  const lms = apply(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]],
    v,
  ).map(Math.cbrt); // biome-ignore format: a matrix
  return apply(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]],
    lms,
  ); // biome-ignore format: a matrix
}

function leastDistance(colors: readonly string[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const matrix of Object.values(blindness)) {
    const seen = colors.map((color) =>
      okLab(apply(matrix, rgb(color)).map((c) => Math.min(1, Math.max(0, c)))),
    );
    for (const [i, a] of seen.entries())
      for (const b of seen.slice(0, i)) least = Math.min(least, Math.hypot(...a.map((c, k) => c - b[k]!)));
  }
  return least;
}

for (const theme of ["light", "dark"] as const)
  describe(`on ${theme} paper`, () => {
    const paper = roleColors.paper[theme];
    const colors = seriesColors.map((pair) => pair[theme]);
    it("text has a contrast of 4.5 and every series of 3", () => {
      for (const role of ["ink", "muted"] as const)
        expect(contrast(roleColors[role][theme], paper)).toBeGreaterThan(4.5);
      for (const color of colors) expect(contrast(color, paper), color).toBeGreaterThan(3);
    });
    it("any two series are told apart with every kind of colour vision", () => {
      expect(leastDistance(colors)).toBeGreaterThan(0.075);
      expect(leastDistance(colors.slice(0, 6))).toBeGreaterThan(0.1);
    });
  });

it("the measure tells a palette that fails: red and green of one lightness", () =>
  expect(leastDistance(["#c43c3c", "#6e6e1e"])).toBeLessThan(0.05));

it("contrast of black and white is 21, of a colour with itself 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrast("#2a788e", "#2a788e")).toBe(1);
});

it("text on every colour of a heat map has a contrast of 4.5", () => {
  for (const scheme of ["sequential", "diverging"] as const)
    for (let i = 0; i <= 100; i++) {
      const color = colorAt(scheme, i / 100);
      expect(contrast(color, textOn(color))).toBeGreaterThan(4.5);
    }
});

it("a sequential scheme grows lighter all the way, and ends where it says", () => {
  const light = Array.from({ length: 101 }, (_, i) => contrast(colorAt("sequential", i / 100), "#000000"));
  for (let i = 1; i <= 100; i++) expect(light[i]!).toBeGreaterThanOrEqual(light[i - 1]!);
  expect([colorAt("sequential", -1), colorAt("sequential", 2)]).toEqual(["#440154", "#fde725"]);
});
