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
  w: Float64Array;
  state: State;
}

/** Checks w and g at the door of every step. */
export function checkGradient(name: string, w: ArrayLike<number>, g: ArrayLike<number>): void {
  if (w.length !== g.length)
    throw new RangeError(`${name}: expected g of shape [${w.length}] to match w, got [${g.length}]`);
  for (let i = 0; i < g.length; i++)
    if (!Number.isFinite(g[i]))
      throw new RangeError(
        `${name}: expected a finite gradient, got ${g[i]} at [${i}]; has the run diverged?`,
      );
}

/** An interval that a setting must lie in, with the words for the message. */
export type Interval = "(0, ∞)" | "[0, ∞)" | "[0, 1)" | "[0, 1]";

/** Checks the named settings of an optimiser when it is made. */
export function checkSettings(
  name: string,
  settings: Record<string, [value: number, interval: Interval]>,
): void {
  for (const [setting, [value, interval]] of Object.entries(settings)) {
    const aboveLow = interval.startsWith("(") ? value > 0 : value >= 0;
    const belowHigh = interval.endsWith("∞)")
      ? value < Number.POSITIVE_INFINITY
      : interval.endsWith("]")
        ? value <= 1
        : value < 1;
    if (!(aboveLow && belowHigh))
      throw new RangeError(`${name}: expected ${setting} in ${interval}, got ${value}`);
  }
}

/** g + λw: the gradient with that of the penalty ½λ‖w‖² added; g itself, as float64, when λ is 0. */
export function penalised(g: ArrayLike<number>, w: ArrayLike<number>, weightDecay: number): Float64Array {
  const total = Float64Array.from(g);
  if (weightDecay !== 0) for (let i = 0; i < total.length; i++) total[i]! += weightDecay * w[i]!;
  return total;
}
