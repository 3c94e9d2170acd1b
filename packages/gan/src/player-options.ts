import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type OptimizerOptions, optimizer, type Player } from "@elbowjs/training";

/** One player's part of the options of a `fit`. */
export interface PlayerOptions {
  /** How it learns. Default: Adam of rate 0.0002, β₁ 0.5, β₂ 0.999; of a translator 0.0005. */
  readonly optimizer?: OptimizerOptions;
  /** Steps on each batch, an integer ≥ 1. Default 1; for the critic of `wasserstein-gp` 3. */
  readonly steps?: number;
}

/** Name, optimiser and steps of a player. @throws RangeError or TypeError for options outside their range or kind. */
export function playerOf(
  caller: string,
  name: string,
  options: PlayerOptions = {},
  { rate = 0.0002, ownSteps = 1 }: { readonly rate?: number; readonly ownSteps?: number } = {},
): Pick<Player<unknown>, "name" | "optimizer" | "stepsPerBatch"> {
  checkOptions(caller, options, ["optimizer", "steps"]);
  // β₁ is Radford et al.'s, 2016: with 0.9 a player runs after what the other did ten steps ago.
  const own = { type: "adam", learningRate: rate, beta1: 0.5 } as const;
  const { steps = ownSteps, optimizer: chosen = own } = options;
  checkNumbers(caller, { [`steps of the ${name}`]: [steps, "integer ≥ 1"] });
  checkKinds(caller, { [`optimizer of the ${name}`]: [chosen, "object"] });
  return { name, optimizer: optimizer(chosen), stepsPerBatch: steps };
}
