import { describe, expect, it } from "vitest";
import { bell, randomStream } from "../src/digits/random-stream.js";
import cases from "./fixtures/digits-sfc32.json" with { type: "json" };

describe("randomStream(seed, index, purpose)", () => {
  it.each(cases)("draws sfc32 as Python's whole numbers do: $arguments", ({ arguments: given, outputs }) => {
    const random = randomStream(given[0]!, given[1]!, given[2]!);
    expect(outputs.map(() => random() * 2 ** 32)).toEqual(outputs);
  });

  it("first numbers of neighbouring indices are uncorrelated", () => {
    const n = 20_000;
    const first = Float64Array.from({ length: n }, (_, i) => randomStream(0, i, 1)() - 0.5);
    let lagged = 0;
    for (let i = 1; i < n; i++) lagged += first[i - 1]! * first[i]!;
    // correlation: variance of the product of two uniforms is 1/144; 4 standard errors
    expect(Math.abs((12 * lagged) / n)).toBeLessThan(4 / Math.sqrt(n));
  });
});

it("bell(random) has mean 0, variance 1 and ends at ±2√3", () => {
  const random = randomStream(7, 0, 0);
  const n = 100_000;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const z = bell(random);
    sum += z;
    squares += z * z;
    expect(Math.abs(z) <= 2 * Math.sqrt(3)).toBe(true);
  }
  expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
  // fourth moment of the sum is 2.7: variance of z² is 1.7
  expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(1.7 / n));
});
