import { philoxNormal } from "@elbowjs/backend/fused";
import { add, mul, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { type ChainParts, decodeLevel, type Split } from "../chain/chain.js";
import type { Condition } from "../condition.js";

/** One step down the chain. */
export interface Descent {
  /** The level that z stands on. */
  readonly t: number;
  /** The level that it goes to. */
  readonly s: number;
  readonly eta: number;
  /** Of the step's noise: seed and number of the step. */
  readonly seed: number;
  readonly step: number;
}

/**
 * z_s out of z_t: √ᾱ_s·x̂ + √(1 − ᾱ_s − σ²)·ε̂ + σ·ε, σ = η·√((1 − ᾱ_s)/(1 − ᾱ_t))·√(1 − ᾱ_t/ᾱ_s).
 *
 * @returns z_s and x̂; the caller owns both.
 * @see J. Song, C. Meng, S. Ermon, Denoising Diffusion Implicit Models, 2021, equations 12 and 16.
 */
export function descend(
  chain: ChainParts,
  z: Tensor,
  { t, s, eta, seed, step }: Descent,
  condition: Condition,
): { readonly z: Tensor; readonly image: Tensor } {
  const [next, image] = tidy(() => {
    const found: Split = decodeLevel(chain, z, t, condition);
    const down = chain.schedule.down(t, s, eta);
    const without = add(mul(found.image, down.image), mul(found.noise, down.noise));
    if (down.deviation === 0) return [without, found.image];
    const epsilon = philoxNormal(z.shape as [number], { seed, stream: step });
    return [add(without, mul(epsilon, down.deviation)), found.image];
  });
  return { z: next!, image: image! };
}
