import type { Schedule } from "@elbowjs/runs";

/**
 * What the gradient is taken of. `'mean'`: the mean square over batch and pixels, (1/bd)·Σ‖e‖² (PyTorch's MSELoss).
 * `'batch'`: the mean over the batch only, (1/b)·Σ‖e‖², d times as much, and so is the step.
 */
export type Reduction = "mean" | "batch";

/**
 * How a sample's share in each centre enters the gradient. `'soft'`: through the softmax, exactly. `'hard'`: the
 * nearest centre alone, as if the softmax were an argmax.
 */
export type GradientKind = "soft" | "hard";

/**
 * What a step does. `'gradient'`: C ← C − η·∂L/∂C. `'normalized'`: C_i ← (1 − α)·C_i + α·m_i with α = 2η/k (η/5 for
 * ten centres), m_i the batch mean of centre i's samples; a centre without samples stays.
 */
export type UpdateRule = "gradient" | "normalized";

export const REDUCTIONS: readonly Reduction[] = ["mean", "batch"];
export const GRADIENT_KINDS: readonly GradientKind[] = ["soft", "hard"];
export const UPDATE_RULES: readonly UpdateRule[] = ["gradient", "normalized"];

/** The choices that fix what one step does. */
export interface Objective {
  readonly reduction: Reduction;
  readonly gradient: GradientKind;
  readonly update: UpdateRule;
}

/** α = 2η/k of `'normalized'`: the fraction of the way to its mean that a centre moves. */
export function fractionOf(learningRate: number, k: number): number {
  return (2 * learningRate) / k;
}

/** Throws unless α ≤ 1, above which a centre overshoots its mean. */
export function requireFraction(caller: string, learningRate: number, k: number): void {
  if (!(fractionOf(learningRate, k) <= 1))
    throw new RangeError(
      `${caller}: expected learningRate ≤ k/2 = ${k / 2} with update 'normalized' (α = 2η/k ≤ 1), got ${learningRate}`,
    );
}

/** Throws where a constant η is too large for the update rule. */
export function requireRates(
  caller: string,
  { update, k }: { readonly update: UpdateRule; readonly k: number },
  learningRate: number | Schedule,
): void {
  if (typeof learningRate === "number" && update === "normalized") requireFraction(caller, learningRate, k);
}
