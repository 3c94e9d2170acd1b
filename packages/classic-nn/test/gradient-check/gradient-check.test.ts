import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import {
  allClose,
  centralGradient,
  gradientCheck,
  gradientCheckFigure,
  squaredResidual,
} from "../../src/index.js";
import reference from "../fixtures/gradient-check.json" with { type: "json" };

const { X, y, w, value, gradient } = reference.squaredResidual;
const f = squaredResidual(X, y);

describe("exercise III, problem 1: ∇‖Xw − y‖² = 2XᵀXw − 2Xᵀy", () => {
  it("equals PyTorch's autograd", () => {
    expectClose(f.value(w), value);
    expectClose(f.gradient(w), gradient, { rtol: 1e-12 });
  });

  it("equals central differences", () => {
    const check = gradientCheck(f.value, f.gradient, w);
    expect(check.passes).toBe(true);
    expect(check.relativeError).toBeLessThan(1e-9);
    expect(allClose(centralGradient(f.value, w), gradient)).toBe(true);
  });

  it("by hand for one point: (2·3 − 5)² = 1, gradient 2·2·(6 − 5) = 4", () => {
    const one = squaredResidual([[2]], [5]);
    expect([one.value([3]), one.gradient([3])[0]]).toEqual([1, 4]);
  });
});

describe("gradientCheck catches", () => {
  const wrong: Record<string, (w: Float64Array) => Float64Array> = {
    "a wrong sign": (x) => f.gradient(x).map((g) => -g),
    "a lost factor 2": (x) => f.gradient(x).map((g) => g / 2),
    "one entry wrong by 0.01%": (x) => f.gradient(x).map((g, i) => (i === 2 ? g * 1.0001 : g)),
    "two entries exchanged": (x) => f.gradient(x).map((_, i, g) => g[[1, 0, 2, 3][i]!]!),
    "a NaN": (x) => f.gradient(x).map((g, i) => (i === 3 ? Number.NaN : g)),
  };
  for (const [name, gradient] of Object.entries(wrong))
    it(name, () => {
      expect(gradientCheck(f.value, gradient, w).passes).toBe(false);
    });

  it("and names the worst entry and the relative error", () => {
    const trace = gradientCheck(f.value, wrong["one entry wrong by 0.01%"]!, w);
    expect(trace.worst).toBe(2);
    expect(gradientCheck(f.value, wrong["a wrong sign"]!, w).relativeError).toBeCloseTo(1, 6);
    expect(gradientCheck(f.value, wrong["a NaN"]!, w).worst).toBe(3);
  });

  it("nothing in a constant", () => {
    const trace = gradientCheck(
      () => 1,
      () => [0],
      [2],
    );
    expect([trace.passes, trace.relativeError]).toEqual([true, 0]);
  });
});

describe("allClose(a, b) decides as NumPy's", () => {
  for (const { a, b, options, close } of reference.allClose)
    it(`[${a}] and [${b}] with ${JSON.stringify(options)}: ${close}`, () => {
      expect(allClose(a, b, options)).toBe(close);
    });
  const number = (text: string) => Number(text.replace("inf", "Infinity"));
  for (const { a, b, equalNaN, close } of reference.special)
    it(`[${a}] and [${b}]${equalNaN ? " with equalNaN" : ""}: ${close}`, () => {
      expect(allClose(a.map(number), b.map(number), { equalNaN })).toBe(close);
    });
});

it("centralGradient(f, x) is exact to 1e-9 on a cubic, leaves x, and never moves two entries", () => {
  const x = [0.5, -2];
  const seen: number[][] = [];
  const slope = centralGradient((p) => {
    seen.push([...p]);
    return p[0]! ** 3 + 2 * p[1]!;
  }, x);
  expectClose(slope, [0.75, 2], { rtol: 1e-9 });
  expect(x).toEqual([0.5, -2]);
  expect(seen.length).toBe(4);
  expect(seen.every((p) => p[0] === 0.5 || p[1] === -2)).toBe(true);
});

it("gradientCheckFigure draws the valley of errors, lowest near the cube root of epsilon", () => {
  const figure = gradientCheckFigure(
    (p) => p[0]! ** 4,
    (p) => [4 * p[0]! ** 3],
    [1.3],
  );
  const line = /<path d="(M[^"]*)" fill="none" stroke="currentColor" stroke-width="2"/.exec(figure)![1]!;
  const points = [...line.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const lowest = points.reduce((best, point) => (point[1] > best[1] ? point : best));
  // The axis runs from 10^-12 at the plot's left edge to 10^-1 at its right.
  const [, left, width] = /<svg x="([^"]+)" y="[^"]+" width="([^"]+)"/.exec(figure)!.map(Number);
  const exponent = -12 + ((lowest[0] - left!) / width!) * 11;
  expect(exponent).toBeGreaterThan(-6.5);
  expect(exponent).toBeLessThan(-4);
  expect(figure).toContain(">step<");
});

describe("refuses", () => {
  const cases: [string, () => unknown, string][] = [
    [
      "lengths that differ",
      () => allClose([1], [1, 2]),
      "allClose: expected a and b of one length, got [1] and [2]",
    ],
    [
      "a negative tolerance",
      () => allClose([1], [1], { atol: -1 }),
      "allClose: expected atol in [0, ∞), got -1",
    ],
    [
      "an empty x",
      () => centralGradient(() => 0, []),
      "centralGradient: expected x of shape [d ≥ 1], got [0]",
    ],
    [
      "a step of 0",
      () => centralGradient(() => 0, [1], 0),
      "centralGradient: expected step in (0, ∞), got 0",
    ],
    [
      "NaN in x",
      () => gradientCheck(f.value, f.gradient, [Number.NaN, 1, 1, 1]),
      "gradientCheck: expected finite x, got NaN at [0]",
    ],
    [
      "a gradient of another length",
      () =>
        gradientCheck(
          () => 0,
          () => [1, 2],
          [1],
        ),
      "gradientCheck: expected gradient of shape [1] to match x, got [2]",
    ],
    [
      "a target of another length",
      () => squaredResidual([[1, 2]], [1, 2]),
      "squaredResidual: expected target of shape [1], got [2]",
    ],
    ["a w of another length", () => f.gradient([1]), "squaredResidual: expected w of shape [4], got [1]"],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      expect(call).toThrow(new RangeError(message));
    });
});
