import { describe, expect, it } from "vitest";
import { defaultRng, PCG64, random } from "../src/index.js";
import numpy from "./fixtures/numpy.json" with { type: "json" };

const p = [0.1, 0, 0.3, 0.05, 0.25, 0.3];

it("default_rng(55272022).standard_normal((2, 50)) of the course comes out digit for digit", () => {
  const values = defaultRng(55272022).standardNormal(100);
  expect([...values.subarray(0, 3)].map((v) => v.toFixed(8))).toEqual([
    "0.20732625",
    "-0.30036174",
    "-0.86705763",
  ]);
  expect([...values]).toEqual(numpy.course);
});

it("single draws of every kind, mixed, share one stream as in NumPy", () => {
  const rng = defaultRng(7);
  expect([
    rng.integers(0, 10),
    rng.random(),
    rng.integers(0, 10),
    rng.standardNormal(),
    rng.integers(0, 10),
    rng.standardExponential(),
    ...rng.permutation(5),
    rng.uniform(1, 2),
    rng.normal(1, 2),
    rng.choice(9),
    ...rng.choice(9, 3, { replace: false }),
    ...rng.choice(6, 1, { p }),
    rng.integers(3, 4),
    rng.integers(0, 10),
  ]).toEqual(numpy.mixed);
});

it("n draws at once equal n single draws", () => {
  const [many, single] = [defaultRng(1), defaultRng(1)];
  expect([...many.random(5), ...many.uniform(2, 3, 5), ...many.normal(4, 2, 5)]).toEqual([
    ...Array.from({ length: 5 }, () => single.random()),
    ...Array.from({ length: 5 }, () => single.uniform(2, 3)),
    ...Array.from({ length: 5 }, () => single.normal(4, 2)),
  ]);
  expect([...many.standardExponential(5), ...many.integers(0, 9, 5)]).toEqual([
    ...Array.from({ length: 5 }, () => single.standardExponential()),
    ...Array.from({ length: 5 }, () => single.integers(0, 9)),
  ]);
});

it("the functions over PCG64 draw what the methods draw", () => {
  expect(random(new PCG64(3), 4)).toEqual(defaultRng(3).random(4));
});

it("uniform() and normal() default to [0, 1) and N(0, 1)", () => {
  expect(defaultRng(2).uniform()).toBe(defaultRng(2).random());
  expect(defaultRng(2).normal()).toBe(defaultRng(2).standardNormal());
});

describe("integers(low, high, n)", () => {
  it("returns Int32Array where the interval fits, else Float64Array", () => {
    const rng = defaultRng(1);
    expect(rng.integers(0, 2 ** 31, 2)).toBeInstanceOf(Int32Array);
    expect(rng.integers(0, 2 ** 31 + 1, 2)).toBeInstanceOf(Float64Array);
    expect(rng.integers(-(2 ** 31), 0, 2)).toBeInstanceOf(Int32Array);
    expect(rng.integers(-(2 ** 31) - 1, 0, 2)).toBeInstanceOf(Float64Array);
  });

  it("draws nothing for an interval of one", () => {
    const rng = defaultRng(1);
    const state = rng.bits.state;
    expect([...rng.integers(4, 5, 3)]).toEqual([4, 4, 4]);
    expect(rng.bits.state).toEqual(state);
  });

  it("includes high with endpoint", () => {
    expect(new Set(defaultRng(1).integers(0, 2, 200, { endpoint: true }))).toEqual(new Set([0, 1, 2]));
  });
});

it("shuffle(list) leaves NumPy's order and returns the same list", () => {
  const letters = [..."elbow-method"];
  expect(defaultRng(3).shuffle(letters)).toBe(letters);
  expect(letters).toEqual(numpy.shuffled);
  const bytes = Uint8Array.from([..."elbow-method"], (c) => c.charCodeAt(0));
  expect(String.fromCharCode(...defaultRng(3).shuffle(bytes))).toBe(numpy.shuffled.join(""));
});

it("permutation(list) shuffles a copy in the same order", () => {
  const letters = [..."elbow-method"];
  expect(defaultRng(3).permutation(letters)).toEqual(numpy.shuffled);
  expect(letters.join("")).toBe("elbow-method");
  expect([...defaultRng(3).permutation(0)]).toEqual([]);
  expect([...defaultRng(3).permutation(1)]).toEqual([0]);
});

it("choice without replacement matches NumPy at its edges and where it changes algorithm", () => {
  const draw = (n: number, size: number) => [...defaultRng(numpy.seed).choice(n, size, { replace: false })];
  expect(draw(12, 12)).toEqual(numpy.edgeChoices.all);
  expect(draw(12, 0)).toEqual(numpy.edgeChoices.none);
  expect([...defaultRng(numpy.seed).choice(1, 3)]).toEqual(numpy.edgeChoices.one);
  const sums = [
    [10000, 5000],
    [10001, 200],
    [10001, 201],
    [20000, 400],
    [20000, 401],
  ].map(([n, size]) => draw(n!, size!).reduce((a, b) => a + b, 0));
  expect(sums).toEqual(numpy.edgeChoices.boundary);
});

it("every count may be 0", () => {
  const rng = defaultRng(1);
  const empty = [rng.random(0), rng.uniform(0, 1, 0), rng.normal(0, 1, 0), rng.standardNormal(0)];
  expect([...empty, rng.standardExponential(0), rng.integers(0, 2, 0)].map((a) => a.length)).toEqual([
    0, 0, 0, 0, 0, 0,
  ]);
});

describe("refuses", () => {
  const rng = defaultRng(1);
  const cases: [string, () => unknown, string][] = [
    ["random(-1)", () => rng.random(-1), "random: expected a non-negative integer number of draws, got -1"],
    [
      "standardNormal(1.5)",
      () => rng.standardNormal(1.5),
      "standardNormal: expected a non-negative integer number of draws, got 1.5",
    ],
    [
      "standardExponential(NaN)",
      () => rng.standardExponential(Number.NaN),
      "standardExponential: expected a non-negative integer number of draws, got NaN",
    ],
    ["uniform(2, 1)", () => rng.uniform(2, 1), "uniform: expected low <= high, got low 2 and high 1"],
    [
      "uniform(0, ∞)",
      () => rng.uniform(0, Number.POSITIVE_INFINITY),
      "uniform: expected a finite high, got Infinity",
    ],
    [
      "uniform(-1e308, 1e308)",
      () => rng.uniform(-1e308, 1e308),
      "uniform: expected a finite high - low, got Infinity",
    ],
    ["normal(NaN)", () => rng.normal(Number.NaN), "normal: expected a finite mean, got NaN"],
    ["normal(0, -1)", () => rng.normal(0, -1), "normal: expected deviation >= 0, got -1"],
    ["integers(0, 0)", () => rng.integers(0, 0), "integers: expected low < high, got 0 and 0"],
    [
      "integers(1, 0, endpoint)",
      () => rng.integers(1, 0, 1, { endpoint: true }),
      "integers: expected low <= high, got 1 and 0",
    ],
    [
      "integers(0.5, 2)",
      () => rng.integers(0.5, 2),
      "integers: expected safe integers low and high, got 0.5 and 2",
    ],
    [
      "integers over 2^53",
      () => rng.integers(-(2 ** 53) + 1, 2 ** 53 - 1),
      "integers: expected an interval of less than 2^53 integers, got -9007199254740991 to 9007199254740991",
    ],
    ["permutation(-1)", () => rng.permutation(-1), "permutation: expected an integer in [0, 2^29], got -1"],
    ["choice(0)", () => rng.choice(0), "choice: expected a population n in [1, 2^31), got 0"],
    [
      "choice(3, 4) without replacement",
      () => rng.choice(3, 4, { replace: false }),
      "choice: expected size <= n without replacement, got size 4 and n 3",
    ],
    ["p of another length", () => rng.choice(3, 1, { p: [1] }), "choice: expected 3 probabilities p, got 1"],
    [
      "negative p",
      () => rng.choice(2, 1, { p: [2, -1] }),
      "choice: expected probabilities p >= 0, got -1 at 1",
    ],
    [
      "NaN in p",
      () => rng.choice(2, 1, { p: [Number.NaN, 1] }),
      "choice: expected probabilities p >= 0, got NaN at 0",
    ],
    [
      "p of sum 0.9",
      () => rng.choice(2, 1, { p: [0.4, 0.5] }),
      "choice: expected probabilities p of sum 1, got sum 0.9; divide them by it",
    ],
    [
      "too few positive p",
      () => rng.choice(3, 2, { p: [1, 0, 0], replace: false }),
      "choice: expected at least 2 positive probabilities without replacement, got 1",
    ],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      const state = rng.bits.state;
      expect(call).toThrow(new RangeError(message));
      expect(rng.bits.state).toEqual(state);
    });
});
