import { checkKinds, checkNumbers, checkOptions, checkShape } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";
import { checkOptimizer, type Optimizer } from "./optimizer.js";

/** Where an optimiser is at one step of a run. */
export interface OptimizerTraceStep<State> {
  /** 0 at the start. */
  readonly t: number;
  readonly w: Float64Array;
  /** The gradient at w; the next step uses it. */
  readonly g: Float64Array;
  /** The objective at w. */
  readonly objective: number;
  /** The optimiser's state at w, before the next step. */
  readonly state: State;
}

/** An objective and its gradient. */
export interface Objective {
  value(w: Float64Array): number;
  gradient(w: Float64Array): ArrayLike<number>;
}

/** The whole run of one optimiser. */
export interface OptimizerTrace<State> {
  readonly name: string;
  /** steps + 1 entries, the start first; fewer when the run left the finite numbers. */
  readonly steps: OptimizerTraceStep<State>[];
  /** Whether w, its objective or its gradient stopped being finite; the run ends there. */
  readonly diverged: boolean;
}

/**
 * Runs an optimiser on an objective and keeps every intermediate value.
 *
 * @param optimizer From `sgd`, `momentum`, `nesterov`, `adagrad`, `rmsprop`, `adam` or `adamW`.
 * @param objective Its value and its gradient at w.
 * @param start w(0), n numbers.
 * @param options `steps`, an integer in [0, 10⁶], default 100: the trace keeps every one.
 * @throws RangeError if start is empty or not finite, the gradient has another length, or steps is not such an integer.
 */
export function optimizerTrace<State>(
  optimizer: Optimizer<State>,
  objective: Objective,
  start: ArrayLike<number>,
  options: { readonly steps?: number } = {},
): OptimizerTrace<State> {
  checkOptions("optimizerTrace", options, ["steps"]);
  const { steps = 100 } = options;
  checkNumbers("optimizerTrace", { steps: [steps, "integer in [0, 1000000]"] });
  checkOptimizer("optimizerTrace", optimizer);
  checkKinds("optimizerTrace", { objective: [objective, { value: "function", gradient: "function" }] });
  let w = dataVector(start, "optimizerTrace", "start");
  let state = optimizer.init(w.length);
  const { name } = optimizer;
  const taken: OptimizerTraceStep<State>[] = [];
  for (let t = 0; t <= steps; t++) {
    const given = objective.gradient(w);
    checkKinds("optimizerTrace", { "gradient(w)": [given, "numbers"] });
    const g = Float64Array.from(given);
    if (g.length !== w.length)
      throw new RangeError(
        `optimizerTrace: expected gradient(w) of shape [${w.length}] to match start, got [${g.length}]`,
      );
    const value = objective.value(w);
    if (!(Number.isFinite(value) && w.every(Number.isFinite) && g.every(Number.isFinite)))
      return { name, steps: taken, diverged: true };
    taken.push({ t, w, g, objective: value, state });
    if (t < steps) ({ w, state } = optimizer.step(w, g, state));
  }
  return { name, steps: taken, diverged: false };
}

/** Rosenbrock's valley (1 − x)² + 100(y − x²)²: a curved ravine with its minimum 0 at (1, 1). */
export const rosenbrock: Objective = {
  value(w) {
    const [x, y] = plane(w);
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  },
  gradient(w) {
    const [x, y] = plane(w);
    return [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)];
  },
};

/** The two parameters of {@link rosenbrock}. */
function plane(w: ArrayLike<number>): [x: number, y: number] {
  checkKinds("rosenbrock", { w: [w, "numbers"] });
  checkShape("rosenbrock", "w", [w.length], [2]);
  return [w[0]!, w[1]!];
}
