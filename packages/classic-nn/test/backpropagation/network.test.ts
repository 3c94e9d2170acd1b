import { describe, expect, it } from "vitest";
import { activate, initialNetwork, leaf } from "../../src/index.js";

describe("initialNetwork", () => {
  it("takes widths in a typed array too", () => {
    const shapes = (widths: ArrayLike<number>) =>
      initialNetwork(widths).map(({ weights, bias }) => [weights.rows, weights.columns, bias.rows]);
    expect(shapes(Float64Array.of(2, 3, 1))).toEqual(shapes([2, 3, 1]));
    expect(shapes(Uint8Array.of(2, 3, 1))).toEqual([
      [3, 2, 3],
      [1, 3, 1],
    ]);
  });
  it("refuses the name of an activation, and half an activation", () => {
    expect(() => initialNetwork([2, 1], { activation: "tanh" as never })).toThrow(
      new TypeError(
        'initialNetwork: expected activation to be an object with value and derivative, got "tanh"; import identity, tanh, relu or logistic',
      ),
    );
    expect(() => initialNetwork([2, 1], { activation: { name: "half", value: Math.abs } as never })).toThrow(
      "initialNetwork: expected activation.derivative to be a function, got undefined",
    );
    expect(() => activate(leaf([[1]]), "relu" as never)).toThrow(
      "activate: expected activation to be an object",
    );
  });
  it("refuses options that do not exist", () => {
    expect(() => initialNetwork([2, 1], { sigma: 1 } as never)).toThrow(
      new TypeError("initialNetwork: expected the options activation, deviation, seed, got sigma"),
    );
  });
});
