import { checkNumbers } from "@elbowjs/arguments";
import type { Corruption } from "./corruption.js";
import { mapWithWords } from "./counter-words.js";
import { normalQuantile } from "./normal-quantile.js";

/**
 * Additive Gaussian noise: x̂ = x + σε, ε ~ N(0, 1) for each value. Nothing is clipped: x̂ leaves [0, 1].
 *
 * @param sigma σ ≥ 0, in units of the values. Default 0.5.
 * @throws RangeError if σ is outside its interval.
 */
export function gaussianNoise(sigma = 0.5): Corruption {
  checkNumbers("gaussianNoise", { sigma: [sigma, "≥ 0"] });
  return {
    name: "gaussian",
    level: sigma,
    apply: (values, seed) =>
      mapWithWords(
        "gaussianNoise",
        values,
        seed,
        (value, word) => value + sigma * normalQuantile((word + 0.5) / 2 ** 32),
      ),
    slope: 1,
    offset: 0,
    noise: () => sigma * sigma,
  };
}
