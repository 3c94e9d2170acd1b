import { checkNumbers } from "@elbowjs/arguments";
import { checkMoments } from "./check-corruption.js";
import type { Corruption } from "./corruption.js";
import { mapWithWords } from "./counter-words.js";

/**
 * Salt and pepper: each value becomes 0 with probability p/2, 1 with probability p/2, and stays otherwise.
 *
 * @param p in [0, 1]. Default 0.3.
 * @throws RangeError if p is outside its interval.
 * @see P. Vincent et al., Stacked Denoising Autoencoders, 2010, section 3.3.
 */
export function saltAndPepper(p = 0.3): Corruption {
  checkNumbers("saltAndPepper", { p: [p, "[0, 1]"] });
  const pepper = (p / 2) * 2 ** 32;
  const salt = p * 2 ** 32;
  return {
    name: "salt-and-pepper",
    level: p,
    apply: (values, seed) =>
      mapWithWords("saltAndPepper", values, seed, (value, word) =>
        word < pepper ? 0 : word < salt ? 1 : value,
      ),
    slope: 1 - p,
    offset: p / 2,
    // E[x̂²|x] − E[x̂|x]² = (1 − p)x² + p/2 − ((1 − p)x + p/2)²
    noise: (mean, meanSquare) => {
      checkMoments("saltAndPepper", mean, meanSquare);
      return p * (1 - p) * (meanSquare - mean) + (p / 2) * (1 - p / 2);
    },
  };
}
