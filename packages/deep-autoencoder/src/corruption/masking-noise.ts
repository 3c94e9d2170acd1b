import { checkNumbers } from "@elbowjs/arguments";
import { checkMoments } from "./check-corruption.js";
import type { Corruption } from "./corruption.js";
import { mapWithWords } from "./counter-words.js";

/**
 * Masking: each value becomes 0 with probability p, C(x̂|x) = p·[x̂ = 0] + (1 − p)·[x̂ = x].
 *
 * @param p in [0, 1]. Default 0.3.
 * @throws RangeError if p is outside its interval.
 * @see P. Vincent et al., Extracting and Composing Robust Features with Denoising Autoencoders, 2008.
 */
export function maskingNoise(p = 0.3): Corruption {
  checkNumbers("maskingNoise", { p: [p, "[0, 1]"] });
  const bound = p * 2 ** 32;
  return {
    name: "masking",
    level: p,
    apply: (values, seed) =>
      mapWithWords("maskingNoise", values, seed, (value, word) => (word < bound ? 0 : value)),
    slope: 1 - p,
    offset: 0,
    noise: (mean, meanSquare) => {
      checkMoments("maskingNoise", mean, meanSquare);
      return p * (1 - p) * meanSquare;
    },
  };
}
