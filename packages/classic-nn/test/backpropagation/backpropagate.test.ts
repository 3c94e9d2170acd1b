import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  type Activation,
  backpropagate,
  forward,
  gradientCheck,
  identity,
  initialNetwork,
  logistic,
  type Network,
  relu,
  tanh,
} from "../../src/index.js";
import torch from "../fixtures/backpropagation.json" with { type: "json" };

/** All weights and biases of a network as one list, and back. */
const flatten = (network: readonly { weights: Matrix; bias: Matrix }[]): number[] =>
  network.flatMap(({ weights, bias }) => [...weights.to1DArray(), ...bias.to1DArray()]);
function unflatten(shape: Network, parameters: ArrayLike<number>): Network {
  const values = Array.from(parameters);
  return shape.map(({ weights, bias, activation }) => ({
    weights: Matrix.from1DArray(weights.rows, weights.columns, values.splice(0, weights.size)),
    bias: Matrix.from1DArray(bias.rows, 1, values.splice(0, bias.size)),
    activation,
  }));
}

it("a network of one neuron, by hand", () => {
  // v = 2·1 − 1·3 + 1 = 0, f = φ(0) = ½, e = ½, φ′ = 5/4, δ = 5/8, ∂E/∂w = −δx, ∂E/∂b = −δ.
  const network: Network = [
    { weights: new Matrix([[2, -1]]), bias: new Matrix([[1]]), activation: logistic(5) },
  ];
  const trace = backpropagate(network, [[1], [3]], [[1]]);
  expectClose([trace.fields[0]!, trace.outputs[0]!, trace.error, trace.deltas[0]!], [0, 0.5, 0.5, 0.625]);
  expectClose([trace.loss, trace.meanSquaredError], [0.125, 0.25]);
  expectClose(trace.gradients[0]!.weights, [[-0.625, -1.875]]);
  expectClose(trace.gradients[0]!.bias, [[-0.625]]);
});

for (const [name, widths, seed, activation] of [
  ["shallow", [2, 3, 1], 11, logistic(5)],
  ["deep", [3, 5, 4, 2], 12, tanh],
] as const) {
  const { X, Y, loss, output, gradients } = torch[name];
  const network = initialNetwork(widths, { activation, deviation: 0.5, seed });

  it(`${widths.join("-")} with ${activation.name}: outputs and gradients equal PyTorch's autograd`, () => {
    const trace = backpropagate(network, X, Y);
    expectClose(trace.loss, loss, { rtol: 1e-12 });
    expectClose(trace.outputs.at(-1)!, output, { rtol: 1e-12 });
    expectClose(forward(network, X).outputs.at(-1)!, output, { rtol: 1e-12 });
    for (const [l, { weights, bias }] of trace.gradients.entries()) {
      expectClose(weights, gradients[l]!.weights, { rtol: 1e-10 });
      expectClose(bias, gradients[l]!.bias, { rtol: 1e-10 });
    }
  });

  it(`${widths.join("-")} with ${activation.name}: the gradients agree with central differences, and wrong ones do not`, () => {
    const loss = (p: ArrayLike<number>) => backpropagate(unflatten(network, p), X, Y).loss;
    const gradient = (p: ArrayLike<number>) => flatten(backpropagate(unflatten(network, p), X, Y).gradients);
    const at = flatten(network);
    expect(gradientCheck(loss, gradient, at, { atol: 1e-9 }).passes).toBe(true);
    // The sum instead of the average, a lost sign, and φ instead of φ′ in the last bias.
    expect(gradientCheck(loss, (p) => gradient(p).map((g) => g * 7), at).passes).toBe(false);
    expect(gradientCheck(loss, (p) => gradient(p).map((g) => -g), at).relativeError).toBeCloseTo(1, 6);
    expect(
      gradientCheck(loss, (p) => gradient(p).map((g, i) => (i === at.length - 1 ? g * 1.001 : g)), at).passes,
    ).toBe(false);
  });
}

it("every activation's derivative agrees with central differences", () => {
  for (const { value, derivative, name } of [identity, tanh, relu, logistic(), logistic(5)] as Activation[])
    for (const v of [-30, -1.3, -0.2, 0.4, 2, 30]) {
      const check = gradientCheck(
        (x) => value(x[0]!),
        (x) => [derivative(x[0]!)],
        [v],
      );
      expect(check.passes, `${name} at ${v}`).toBe(true);
    }
});

it("logistic(a) neither overflows nor loses small derivatives", () => {
  const { value, derivative } = logistic(5);
  expect([value(-1000), value(1000), derivative(1000)]).toEqual([0, 1, 0]);
  // e^(−50): 1 − φ(v) would be 0 from v = 37 on.
  expectClose(logistic().derivative(50), Math.exp(-50));
});

it("relu has derivative 0 at 0", () => {
  expect([-1, 0, 1].map(relu.derivative)).toEqual([0, 0, 1]);
});

describe("initialNetwork(widths)", () => {
  it("draws N(0, 0.1²) by default, the same for the same seed", () => {
    const [a, b, c] = [7, 7, 8].map((seed) => flatten(initialNetwork([20, 50, 40], { seed })));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    const deviation = Math.sqrt(a!.reduce((sum, w) => sum + w * w, 0) / a!.length);
    // 3,090 draws: the deviation is known to 0.1/√6180.
    expect(Math.abs(deviation - 0.1)).toBeLessThan((4 * 0.1) / Math.sqrt(2 * a!.length));
  });

  it("with deviation 0 begins at zeros, where all hidden neurons stay alike", () => {
    const network = initialNetwork([2, 3, 1], { deviation: 0 });
    const { gradients } = backpropagate(network, [[1], [2]], [[1]]);
    expectClose(gradients[0]!.weights, [0, 0, 0, 0, 0, 0], {});
  });
});

describe("refuses", () => {
  const network = initialNetwork([2, 3, 1]);
  const [first, second] = network as [Network[number], Network[number]];
  const cases: [string, () => unknown, string][] = [
    [
      "inputs of another width",
      () => forward(network, [[1]]),
      "forward: expected weights of layer 0 of shape [m, 1], got [3, 2]",
    ],
    [
      "layers that do not fit",
      () => forward([first, first], [[1], [1]]),
      "forward: expected weights of layer 1 of shape [m, 3], got [3, 2]",
    ],
    [
      "a bias that does not fit",
      () => forward([{ ...first, bias: second.bias }], [[1], [1]]),
      "forward: expected bias of layer 0 of shape [3, 1], got [1, 1]",
    ],
    ["no layer", () => forward([], [[1]]), "forward: expected a network of at least one layer, got none"],
    [
      "NaN weights",
      () => forward([{ ...first, weights: Matrix.zeros(3, 2).set(0, 1, Number.NaN) }], [[1], [1]]),
      "forward: expected finite weights of layer 0, got NaN at [0, 1]",
    ],
    [
      "NaN inputs",
      () => forward(network, [[1], [Number.NaN]]),
      "forward: expected finite inputs, got NaN at [1, 0]",
    ],
    [
      "no inputs",
      () => forward(network, []),
      "forward: expected inputs of shape [n, d] with n ≥ 1 and d ≥ 1, got [0, 0]",
    ],
    [
      "outputs of another width",
      () => backpropagate(network, [[1], [1]], [[1], [1]]),
      "backpropagate: expected outputs of shape [1, 1] to match the last layer, got [2, 1]",
    ],
    [
      "outputs for other points",
      () => backpropagate(network, [[1], [1]], [[1, 1]]),
      "backpropagate: expected outputs of shape [m, 1] to match inputs [2, 1], got [1, 2]",
    ],
    [
      "one width",
      () => initialNetwork([2]),
      "initialNetwork: expected at least two widths, integers >= 1, got [2]",
    ],
    [
      "a width of 0",
      () => initialNetwork([2, 0]),
      "initialNetwork: expected at least two widths, integers >= 1, got [2, 0]",
    ],
    [
      "a negative deviation",
      () => initialNetwork([2, 1], { deviation: -1 }),
      "initialNetwork: expected deviation in [0, ∞), got -1",
    ],
    ["a slope of 0", () => logistic(0), "logistic: expected slope a in (0, ∞), got 0"],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      expect(call).toThrow(new RangeError(message));
    });
});
