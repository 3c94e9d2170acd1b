import { sharedData } from "@elbowjs/test-kit/shared-data";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, expect, it } from "vitest";
import { numbers, printed, removeOut } from "./program.js";

afterAll(removeOut);

/** Each program, with numbers that it must print: closed forms, or figures of the exercise. */
const expected: Record<string, (text: string) => void> = {
  density: (text) => {
    expect(
      numbers(text, /draws: mean ([\d.]+), variance ([\d.]+)/).every((v) => Math.abs(v - 1) < 0.02),
    ).toBe(true);
    expect(text).toContain("Derived density at 0, 1, 2: 1.0000, 0.3679, 0.1353");
  },
  "four-losses": (text) => {
    expect(text).toContain("1. decoder alone, z of the prior: w = 0.000");
    expect(numbers(text, /3\. both: g = [\d.]+, τ = ([\d.]+)/)[0]).toBeLessThan(0.01);
    const [w, bound, entropy] = numbers(
      text,
      /w = ([\d.]+) \(√3.*−ELBO ([\d.]+), the data's entropy ([\d.]+)/,
    ) as [number, number, number];
    expect(Math.abs(w - Math.sqrt(3))).toBeLessThan(1e-3);
    // ½ ln(2πe·4): the bound is tight where the encoder is the posterior.
    expect([bound, entropy]).toEqual([2.1121, 2.1121]);
  },
  "gradient-check": (text) => {
    expect(numbers(text, /relative error (\S+): agrees/)[0]).toBeLessThan(1e-9);
    // Half of g against g: |g/2 − g| / (|g/2| + |g|) = 1/3.
    expect(text).toContain("without the factor 2: relative error 0.3333: differs");
  },
  "gradient-descent": (text) => {
    expect(text).toContain("Minimum at (1.000000, 3.000000)");
    // The Hessian [[26, −10], [−10, 4]] has the eigenvalues 15 ± √221.
    const [small, large] = numbers(text, /Eigenvalues ([\d.]+), ([\d.]+)/) as [number, number];
    expect(small).toBeCloseTo(15 - Math.sqrt(221), 5);
    expect(large).toBeCloseTo(15 + Math.sqrt(221), 5);
  },
  "hebbian-competitive": (text) => {
    // The lecture's last row: w(6) = (0.9, 5.2), x₆ = (1, −1.1), v = 0.9 − 5.72, w(7) = (−0.1, 6.3).
    expect(text).toMatch(/x = \[1, -1.1\] +v = -4.8200 +y = -1 +Δw = \[-1, 1.1\] +w = \[-0.1, 6.3\]/);
    expect(text).toMatch(/x = \[1, -1\] +wᵀx = \[0.8, 0.8\] +draw/);
    expect(text).toContain("w = [1, -0.925], [0.9625, 0.9375]");
    // Mock final: question 2 after two epochs with halves going to zero, question 1 after its first round.
    expect(text).toContain("moved to [-0.5, -1]  w = [0, 1], [0, -1]");
    expect(text).toContain("means [0.495, 1], [-0.495, -1]");
  },
  "linear-models": (text) => {
    const [a, b, c] = numbers(text, /normal equations: W = \[([-\d.]+), ([-\d.]+), ([-\d.]+)\]/) as [
      number,
      number,
      number,
    ];
    expect(Math.hypot(a - 0.6, b + 0.4, c - 0.2)).toBeLessThan(0.03);
    expect(text).toMatch(/Perceptron: .* converged/);
  },
  "matrix-autodiff": (text) => {
    expect(numbers(text, /½‖·‖² .* v: ([\d.]+)/)[0]).toBeCloseTo(75.57098476, 7);
  },
  optimizers: (text) => {
    // Adam's first step is η in every coordinate, against the gradient's sign.
    expect(text).toContain("t = 1  w = [-1.190000, 1.010000]");
    expect(numbers(text, /Momentum +w = \[([\d.]+)/)[0]).toBeCloseTo(1, 3);
  },
  regularization: (text) => {
    expect(numbers(text, /predicted factor exp\(−ηλ\/m\) = ([\d.]+)/)[0]).toBeCloseTo(Math.exp(-0.25), 4);
    const [exact, measured] = numbers(
      text,
      /([-\d.]+) by implicit differentiation, ([-\d.]+) by central differences/,
    ) as [number, number];
    expect(Math.abs(exact - measured)).toBeLessThan(1e-8);
  },
};

it.each(Object.keys(expected))("classic-nn/%s.mjs", (name) => {
  expected[name]!(printed(`classic-nn/${name}.mjs`));
});

const all = isThorough("classic-nn/backpropagation.mjs and mnist-optimizers.mjs, half a minute each");
it.runIf(all)("classic-nn/backpropagation.mjs", () => {
  expect(printed("classic-nn/backpropagation.mjs")).toMatch(/solution +0\.2188/);
});

const data = sharedData("classic-nn/mnist-optimizers.mjs");
it.runIf(data !== undefined && all)("classic-nn/mnist-optimizers.mjs, one epoch of Adam", () => {
  const text = printed(
    "classic-nn/mnist-optimizers.mjs",
    `--data-dir=${data}`,
    "--epochs=1",
    "--optimizers=adam",
  );
  expect(numbers(text, /test accuracy ([\d.]+)%/)[0]).toBeGreaterThan(93);
});

it("classic-nn/california-housing.mjs on the stand-in", () => {
  const text = printed("classic-nn/california-housing.mjs", "--data=generated");
  expect(text).toContain("closed form and autograd agree: true");
  expect(text).toContain("closed form and differences agree to 1e-4: true");
});
