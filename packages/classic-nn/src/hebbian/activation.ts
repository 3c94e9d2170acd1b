import { shown } from "@elbowjs/arguments";
/**
 * How a Hebbian neuron turns its induced field v = wᵀx into its output y:
 * - `"linear"`: y = v.
 * - `"sign"`: y = +1 for v ≥ 0 and −1 for v < 0 (the source's sgn, which puts a tie on the positive side).
 * - any function of v.
 */
export type HebbianActivation = "linear" | "sign" | ((v: number) => number);

/** The output y for the induced field v. */
export function activate(v: number, activation: HebbianActivation): number {
  if (typeof activation === "function") return activation(v);
  switch (activation) {
    case "linear":
      return v;
    case "sign":
      return v >= 0 ? 1 : -1;
    default:
      throw new TypeError(
        `activate: expected activation "linear", "sign" or a function, got ${shown(activation satisfies never)}`,
      );
  }
}
