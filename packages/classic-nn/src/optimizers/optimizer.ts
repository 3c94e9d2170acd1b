import { checkKinds, checkNumbers } from "@elbowjs/arguments";
/**
 * A descent rule with its settings. It holds no state of its own: `step` gets the state, leaves it alone, and returns
 * the next one, so a run can be replayed from any point.
 */
export interface Optimizer<State> {
  readonly name: string;
  /** The state before the first step of a parameter vector of this size, an integer in [0, 2²⁷]. */
  init(size: number): State;
  /**
   * One step.
   * @param w Parameters, n numbers.
   * @param g Gradient of the objective at w, n finite numbers.
   * @throws RangeError if the lengths differ or the gradient is not finite; TypeError for what is no numbers, or no state of it.
   */
  step(w: ArrayLike<number>, g: ArrayLike<number>, state: State): OptimizerStep<State>;
}

/** What a step returns: new arrays, the arguments are untouched. */
export interface OptimizerStep<State> {
  readonly w: Float64Array;
  readonly state: State;
}

/** Refuses what is no optimiser. */
export function checkOptimizer<State>(caller: string, optimizer: Optimizer<State>): void {
  checkKinds(caller, { optimizer: [optimizer, { name: "string", init: "function", step: "function" }] });
}

/** An array of zeros for the state, whose size a user gives. */
export function zeros(name: string, size: number): Float64Array {
  checkNumbers(`${name}.init`, { size: [size, "integer in [0, 134217728]"] });
  return new Float64Array(size);
}

/**
 * Checks w, g and the arrays of the state at the door of every step.
 *
 * @throws RangeError if a length differs from that of w, or the gradient is not finite; TypeError for what is no numbers.
 */
export function checkGradient(
  name: string,
  w: ArrayLike<number>,
  g: ArrayLike<number>,
  state: Readonly<Record<string, Float64Array | undefined>> = {},
): void {
  checkKinds(name, { w: [w, "numbers"], g: [g, "numbers"] });
  if (w.length !== g.length)
    throw new RangeError(`${name}: expected g of shape [${w.length}] to match w, got [${g.length}]`);
  for (const [part, array] of Object.entries(state)) {
    checkKinds(name, { [`state.${part}`]: [array, "Float64Array or undefined"] });
    if (array !== undefined && array.length !== w.length)
      throw new RangeError(
        `${name}: expected state.${part} of shape [${w.length}] to match w, got [${array.length}]; init makes a state for its size`,
      );
  }
  for (let i = 0; i < g.length; i++)
    if (!Number.isFinite(g[i]))
      throw new RangeError(
        `${name}: expected a finite gradient, got ${g[i]} at [${i}]; has the run diverged?`,
      );
}

/** g + λw: the gradient with that of the penalty ½λ‖w‖² added; g itself, as float64, when λ is 0. */
export function penalised(g: ArrayLike<number>, w: ArrayLike<number>, weightDecay: number): Float64Array {
  const total = Float64Array.from(g);
  if (weightDecay !== 0) for (let i = 0; i < total.length; i++) total[i]! += weightDecay * w[i]!;
  return total;
}
