/**
 * A descent rule with its settings. It holds no state of its own: `step` gets the state, leaves it alone, and returns
 * the next one, so a run can be replayed from any point.
 */
export interface Optimizer<State> {
  readonly name: string;
  /** The state before the first step of a parameter vector of this size. */
  init(size: number): State;
  /**
   * One step.
   * @param w Parameters, n numbers.
   * @param g Gradient of the objective at w, n finite numbers.
   * @throws RangeError if the lengths differ or the gradient is not finite.
   */
  step(w: ArrayLike<number>, g: ArrayLike<number>, state: State): OptimizerStep<State>;
}

/** What a step returns: new arrays, the arguments are untouched. */
export interface OptimizerStep<State> {
  readonly w: Float64Array;
  readonly state: State;
}

/**
 * Checks w, g and the arrays of the state at the door of every step.
 *
 * @throws RangeError if a length differs from that of w, or the gradient is not finite.
 */
export function checkGradient(
  name: string,
  w: ArrayLike<number>,
  g: ArrayLike<number>,
  state: Readonly<Record<string, ArrayLike<number> | undefined>> = {},
): void {
  if (w.length !== g.length)
    throw new RangeError(`${name}: expected g of shape [${w.length}] to match w, got [${g.length}]`);
  for (const [part, array] of Object.entries(state))
    if (array !== undefined && array.length !== w.length)
      throw new RangeError(
        `${name}: expected state.${part} of shape [${w.length}] to match w, got [${array.length}]; init makes a state for its size`,
      );
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
