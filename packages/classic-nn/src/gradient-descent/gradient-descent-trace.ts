import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";
import { checkDifferentiable, type DifferentiableFunction } from "./differentiable-function.js";

/** Settings of {@link gradientDescentTrace}. */
export interface GradientDescentOptions {
  /** η > 0. */
  readonly learningRate: number;
  /** Steps to take, an integer in [1, 10⁶]: the trace keeps every one. Default 500, as the homework asks. */
  readonly iterations?: number;
  /** α in [0, 1) of the heavy ball, Δw(t+1) = αΔw(t) − η∇f. Default 0: plain gradient descent. */
  readonly momentum?: number;
}

/** One row of the table: where the iteration is and what it sees there. */
export interface GradientDescentStep {
  /** 0 is the start. */
  readonly iteration: number;
  readonly w: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** Δw that led here; zeros at the start. */
  readonly change: Float64Array;
  /** ‖w − w*‖₂, or NaN if the minimum of the function is not known. */
  readonly distance: number;
}

/** A whole run of gradient descent. */
export interface GradientDescentTrace {
  readonly learningRate: number;
  readonly momentum: number;
  /** iterations + 1 of them, fewer if the numbers overflowed on the way. */
  readonly steps: GradientDescentStep[];
  /** True if the value at the end is above that at the start, or overflowed: the learning rate is too large. */
  readonly diverged: boolean;
}

/**
 * Gradient descent w ← w − η∇f(w), with every point on the way. A run that diverges is a result, not an error: it is
 * reported in `diverged`, and stops where a number is no longer finite.
 *
 * @param f The function with its gradient.
 * @param initial w(0), d finite numbers.
 * @throws RangeError if the gradient is of another length than w, or an option is outside its interval.
 */
export function gradientDescentTrace(
  f: DifferentiableFunction,
  initial: ArrayLike<number>,
  options: GradientDescentOptions,
): GradientDescentTrace {
  checkOptions("gradientDescentTrace", options, ["learningRate", "iterations", "momentum"]);
  checkKinds("gradientDescentTrace", { options: [options, "object"] });
  const { learningRate, iterations = 500, momentum = 0 } = options;
  checkDifferentiable("gradientDescentTrace", "f", f);
  const start = dataVector(initial, "gradientDescentTrace", "initial", f.minimum?.length);
  checkNumbers("gradientDescentTrace", {
    learningRate: [learningRate, "(0, ∞)"],
    iterations: [iterations, "integer in [1, 1000000]"],
    momentum: [momentum, "[0, 1)"],
  });

  const look = (iteration: number, w: Float64Array, change: Float64Array): GradientDescentStep => {
    const gradient = f.gradient(w);
    checkKinds("gradientDescentTrace", { "f.gradient(w)": [gradient, "numbers"] });
    if (gradient.length !== w.length)
      throw new RangeError(
        `gradientDescentTrace: expected gradient of shape [${w.length}] to match w, got [${gradient.length}]`,
      );
    return { iteration, w, value: f.value(w), gradient, change, distance: distance(w, f.minimum) };
  };
  const steps = [look(0, start, new Float64Array(start.length))];
  for (let t = 1; t <= iterations; t++) {
    const { w, gradient, change } = steps[t - 1]!;
    const next = change.map((delta, i) => momentum * delta - learningRate * gradient[i]!);
    const moved = w.map((value, i) => value + next[i]!);
    if (!moved.every(Number.isFinite)) break;
    steps.push(look(t, moved, next));
  }
  const overflowed = steps.length <= iterations;
  return {
    learningRate,
    momentum,
    steps,
    diverged: overflowed || !(steps.at(-1)!.value <= steps[0]!.value),
  };
}

function distance(w: Float64Array, minimum: Float64Array | undefined): number {
  return minimum === undefined ? Number.NaN : Math.hypot(...w.map((value, i) => value - minimum[i]!));
}
