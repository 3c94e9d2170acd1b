import { checkNumbers } from "@elbowjs/arguments";

/**
 * The levels that a sampler of so many steps visits: T = t_S > … > t₁ ≥ 1, spread evenly, and 0.
 *
 * @param steps S, an integer in [1, T].
 */
export function levelsDown(caller: string, chainSteps: number, steps: number): number[] {
  checkNumbers(caller, { steps: [steps, `integer in [1, ${chainSteps}]`] });
  return Array.from({ length: steps + 1 }, (_, i) => Math.round((chainSteps * (steps - i)) / steps));
}
