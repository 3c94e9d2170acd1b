import { add, mul, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { type ChainParts, decodeLevel } from "../chain/chain.js";
import type { Condition, ConditionOptions } from "../condition.js";

/** Options of `Diffusion.encode`. */
export interface DiffusionEncodeOptions extends ConditionOptions {
  /** Levels visited, as the sampler that is to come back visits them; an integer in [1, T]. Default 20, or T if that is less. */
  readonly steps?: number;
  /** Times that each level's equation is iterated; an integer in [1, 100]. Default 5. */
  readonly iterations?: number;
}

/** How a chain is gone up. */
export interface Ascent {
  /** From T down to 0, as the sampler visits them. */
  readonly levels: readonly number[];
  readonly condition: Condition;
  /** Times that each level's equation is iterated. */
  readonly iterations: number;
}

/**
 * The z_T from which the sampler of η = 0 comes down to x: each of its steps, z_s = √ᾱ_s·x̂(z_t) + √(1 − ᾱ_s)·ε̂(z_t), solved for z_t by iteration.
 * Where little noise is in z it is solved for what ε̂ leaves, z_t = √(ᾱ_t/ᾱ_s)·z_s + c·ε̂(z_t), else for what x̂ leaves: each converges where the
 * other does not.
 *
 * @param x in the chain's units. @returns the caller owns it.
 */
export function ascend(chain: ChainParts, x: Tensor, { levels, condition, iterations }: Ascent): Tensor {
  const { schedule } = chain;
  let at = x.clone();
  for (let i = levels.length - 1; i > 0; i--) {
    const [s, t] = [levels[i]!, levels[i - 1]!];
    const [below, above] = [s, t].map((level) => ({
      signal: schedule.signal(level),
      noise: schedule.noise(level),
    })) as [Rate, Rate];
    const isClear = below.noise < below.signal;
    const next = tidy(() => {
      // The level below tells what it is made of nearly as well as the level above.
      let z: Tensor = mul(at, above.signal / below.signal);
      for (let k = 0; k < iterations; k++) {
        const { image, noise } = decodeLevel(
          chain,
          k === 0 && s > 0 ? at : z,
          k === 0 && s > 0 ? s : t,
          condition,
        );
        z = isClear
          ? add(
              mul(at, above.signal / below.signal),
              mul(noise, above.noise - (above.signal * below.noise) / below.signal),
            )
          : mul(
              sub(at, mul(image, below.signal - (above.signal * below.noise) / above.noise)),
              above.noise / below.noise,
            );
      }
      return z;
    });
    at.dispose();
    at = next;
  }
  return at;
}

interface Rate {
  readonly signal: number;
  readonly noise: number;
}
