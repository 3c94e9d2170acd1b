import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { evaluation, type Pass } from "@elbowjs/layers";
import { stream } from "@elbowjs/training";

/** Options of every model's `forward`. */
export interface ForwardOptions {
  /** Whether the attention weights of every block come too. Default false. */
  readonly attention?: boolean;
  /** Whether dropout is on. Default false. */
  readonly training?: boolean;
  /** Of the dropout, an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** Checks the options and makes a pass of them. */
export function forwardPass(
  caller: string,
  options: ForwardOptions,
): { readonly pass: Pass; readonly wantsAttention: boolean } {
  checkOptions(caller, options, ["attention", "training", "seed"]);
  const { attention = false, training = false, seed = 0 } = options;
  checkKinds(caller, { attention: [attention, "boolean"], training: [training, "boolean"] });
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"] });
  return { pass: training ? trainingPass(seed) : evaluation, wantsAttention: attention };
}

/** A pass with dropout from one seed. */
export function trainingPass(seed: number): Pass {
  const random = stream(seed, "forward");
  return { training: true, random: () => random.random() };
}
