import { checkKinds, checkNumbers, shown } from "@elbowjs/arguments";
import { ofNumber } from "../of-number.js";

/** An activation function, applied to each number, and its derivative. */
export interface Activation {
  readonly name: string;
  /** φ(v). */
  readonly value: (v: number) => number;
  /** φ′(v). */
  readonly derivative: (v: number) => number;
}

/** φ(v) = v. */
export const identity: Activation = {
  name: "identity",
  value: ofNumber("identity", (v) => v),
  derivative: ofNumber("identity", () => 1),
};

/** φ(v) = tanh v, φ′ = 1 − tanh²v. */
export const tanh: Activation = {
  name: "tanh",
  value: ofNumber("tanh", Math.tanh),
  derivative: ofNumber("tanh", (v) => 1 - Math.tanh(v) ** 2),
};

/** φ(v) = max(0, v), φ′ = 1 for v > 0 and 0 otherwise, at 0 too. */
export const relu: Activation = {
  name: "relu",
  value: ofNumber("relu", (v) => Math.max(0, v)),
  derivative: ofNumber("relu", (v) => (v > 0 ? 1 : 0)),
};

/**
 * The logistic function φ(v) = 1 / (1 + e^(−av)), with φ′ = aφ(1 − φ). The larger a, the closer to a step.
 *
 * @param a Slope, > 0. Default 1.
 * @throws RangeError if a is not positive and finite.
 */
export function logistic(a = 1): Activation {
  checkNumbers("logistic", { "slope a": [a, "(0, ∞)"] });
  // 1 / (1 + ∞) = 0: no overflow to guard against.
  const value = (v: number): number => 1 / (1 + Math.exp(-a * v));
  const name = `logistic(${a})`;
  return {
    name,
    value: ofNumber(name, value),
    derivative: ofNumber(name, (v) => a * value(v) * value(-v)),
  };
}

/**
 * Refuses what is no activation, such as its name.
 *
 * @throws TypeError that says what to import.
 */
export function checkActivation(caller: string, activation: unknown): void {
  if (typeof activation !== "object" || activation === null)
    throw new TypeError(
      `${caller}: expected activation to be an object with value and derivative, got ${shown(activation)}; import identity, tanh, relu or logistic`,
    );
  const { value, derivative } = activation as Partial<Activation>;
  checkKinds(caller, {
    "activation.value": [value, "function"],
    "activation.derivative": [derivative, "function"],
  });
}
