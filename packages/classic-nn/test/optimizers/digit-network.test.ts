import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import {
  adam,
  digitAccuracy,
  digitActivations,
  digitEpoch,
  digitGradients,
  digitNetwork,
  sgd,
} from "../../src/index.js";
import fixture from "../fixtures/optimizers.json" with { type: "json" };

const { sizes, images, labels } = fixture.network;
const network = { sizes, parameters: fixture.network.parameters.map((p) => Float64Array.from(p)) };

describe("digit network", () => {
  it("digitActivations and digitGradients equal PyTorch's forward pass and autograd", () => {
    expectClose(digitActivations(network, images).at(-1)!, fixture.network.logProbabilities, { atol: 1e-12 });
    const { loss, correct, gradients } = digitGradients(network, { images, labels });
    expect(loss).toBeCloseTo(fixture.network.loss, 12);
    expect(correct).toBe(fixture.network.correct);
    gradients.forEach((g, k) => {
      expectClose(g, fixture.network.gradients[k]!, { atol: 1e-12 });
    });
  });
  it("digitGradients equals central differences in every entry, and a wrong sign does not", () => {
    const { gradients } = digitGradients(network, { images, labels });
    const worst = (sign: number) => {
      let largest = 0;
      network.parameters.forEach((p, k) => {
        p.forEach((value, i) => {
          const lossAt = (entry: number) => {
            const parameters = network.parameters.map((q, n) => (n === k ? q.with(i, entry) : q));
            return digitGradients({ sizes, parameters }, { images, labels }).loss;
          };
          const difference = (lossAt(value + 6e-6) - lossAt(value - 6e-6)) / 12e-6;
          largest = Math.max(largest, Math.abs(difference - sign * gradients[k]![i]!));
        });
      });
      return largest;
    };
    expect(worst(1)).toBeLessThan(1e-8);
    expect(worst(-1)).toBeGreaterThan(1e-2);
  });
  it("digitNetwork(sizes, { seed }) draws N(0, 2/fan-in) weights, the same for the same seed", () => {
    const a = digitNetwork([400, 50, 10], { seed: 3 });
    expect(a.parameters.map(({ length }) => length)).toEqual([20000, 50, 500, 10]);
    expect(digitNetwork([400, 50, 10], { seed: 3 })).toEqual(a);
    expect(digitNetwork([400, 50, 10], { seed: 4 })).not.toEqual(a);
    const [w, b] = a.parameters;
    const variance = w!.reduce((total, value) => total + value ** 2, 0) / w!.length;
    // Three standard errors of the variance of 20,000 normal draws.
    expect(Math.abs(variance / (2 / 400) - 1)).toBeLessThan(3 * Math.sqrt(2 / 20_000));
    expect(b!.every((value) => value === 0)).toBe(true);
    expect(digitNetwork().sizes).toEqual([784, 256, 128, 10]);
  });
  it("digitEpoch lowers the loss, and digitAccuracy reaches 1 on points it can separate", () => {
    const batches = [{ images: [1, 0, 0, 1, 1, 1, 0, 0], labels: [0, 1, 2, 3] }];
    let net = digitNetwork([2, 16, 4], { seed: 1 });
    const first = digitEpoch(net, batches, adam({ learningRate: 0.05 }));
    let { states } = first;
    net = first.network;
    let last = first;
    for (let epoch = 0; epoch < 150; epoch++) {
      last = digitEpoch(net, batches, adam({ learningRate: 0.05 }), states);
      ({ network: net, states } = last);
    }
    expect(last.loss).toBeLessThan(first.loss / 10);
    expect(last.accuracy).toBe(1);
    expect(digitAccuracy(net, batches)).toBe(1);
    expect(states[0]!.t).toBe(151);
  });
  it("digitEpoch weighs batches by their size", () => {
    const frozen = sgd({ learningRate: 1e-300 });
    const whole = digitEpoch(network, [{ images, labels }], frozen);
    const parts = digitEpoch(
      network,
      [
        { images: images.slice(0, 12), labels: labels.slice(0, 2) },
        { images: images.slice(12), labels: labels.slice(2) },
      ],
      frozen,
    );
    expect(parts.loss).toBeCloseTo(whole.loss, 12);
    expect(parts.accuracy).toBeCloseTo(whole.accuracy, 12);
  });
  it("digitActivations stays finite for huge inputs", () => {
    const logP = digitActivations(
      network,
      images.map((value) => value * 1e4),
    ).at(-1)!;
    expect(logP.every(Number.isFinite)).toBe(true);
  });
  it("digit network refuses sizes, images, labels and empty epochs that do not fit", () => {
    expect(() => digitNetwork([784])).toThrow(
      "digitNetwork: expected at least two sizes, integers ≥ 1, got [784]",
    );
    expect(() => digitNetwork([4, 0.5])).toThrow(RangeError);
    expect(() => digitActivations(network, [1, 2, 3])).toThrow(
      "digitActivations: expected images of shape [n, 6] with n ≥ 1, got 3 numbers",
    );
    expect(() => digitGradients(network, { images, labels: [0] })).toThrow(
      "digitGradients: expected labels of shape [7], got [1]",
    );
    expect(() => digitGradients(network, { images, labels: [0, 1, 2, 3, 0, 0, 0] })).toThrow(
      "digitGradients: expected labels in [0, 3), got 3 at [3]",
    );
    expect(() => digitEpoch(network, [], sgd())).toThrow("digitEpoch: expected at least one batch, got none");
    expect(() => digitAccuracy(network, [])).toThrow("digitAccuracy: expected at least one batch, got none");
    expect(() => digitAccuracy(network, [{ images, labels: [9, 0, 0, 0, 0, 0, 0] }])).toThrow(
      "digitAccuracy: expected labels in [0, 3), got 9 at [0]",
    );
  });
});
