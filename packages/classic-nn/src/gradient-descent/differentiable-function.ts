import { checkKinds } from "@elbowjs/arguments";
/** A function of d weights with its gradient, the object that gradient descent works on. */
export interface DifferentiableFunction {
  /** f(w). */
  readonly value: (w: ArrayLike<number>) => number;
  /** ∇f(w), d numbers. */
  readonly gradient: (w: ArrayLike<number>) => Float64Array;
  /** Where f is smallest, if that is known. */
  readonly minimum?: Float64Array;
}

/** f(w) = w⁴ in one dimension, gradient 4w³: at its minimum 0 the curvature is 0 too, so the descent slows down for ever. */
export function quartic(): DifferentiableFunction {
  return {
    value: (w) => w[0]! ** 4,
    gradient: (w) => Float64Array.of(4 * w[0]! ** 3),
    minimum: Float64Array.of(0),
  };
}

/** Refuses what is no function with its gradient. */
export function checkDifferentiable(caller: string, name: string, f: DifferentiableFunction): void {
  checkKinds(caller, {
    [name]: [f, { value: "function", gradient: "function", minimum: "numbers or undefined" }],
  });
}
