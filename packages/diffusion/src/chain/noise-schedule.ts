import { checkChoices, checkNumbers } from "@elbowjs/arguments";

/** How the noise grows along the chain. */
export type ScheduleName = "cosine" | "linear";

/** What one step down the chain, z_t to z_s, is made of: z_s = image·x̂ + noise·ε̂ + deviation·ε with ε ~ N(0, I). */
export interface DownStep {
  readonly image: number;
  readonly noise: number;
  readonly deviation: number;
}

/** P_enc(z_s | z_t, x) = N(image·x + level·z_t, deviation²·I). */
export interface Posterior {
  readonly image: number;
  readonly level: number;
  readonly deviation: number;
}

/** The encoder of a diffusion model, which has nothing to learn: how much of x and how much noise each level holds. */
export interface NoiseSchedule {
  readonly name: ScheduleName;
  /** T: levels of the chain. */
  readonly steps: number;
  /** ᾱ_t of levels 0 to T: z_t = √ᾱ_t·x + √(1 − ᾱ_t)·ε, ᾱ₀ = 1. */
  readonly alphaBar: Float64Array;
  /** √ᾱ_t, what is left of x. */
  signal(t: number): number;
  /** √(1 − ᾱ_t), the deviation of the noise. */
  noise(t: number): number;
  /** ᾱ_t / (1 − ᾱ_t); ∞ at t = 0. */
  signalToNoise(t: number): number;
  /** P_enc(z_s | z_t, x), 0 ≤ s < t ≤ T. */
  posterior(t: number, s: number): Posterior;
  /** The sampler's step, η in [0, 1]: 0 adds no noise, 1 is P_enc(z_s | z_t, x̂). */
  down(t: number, s: number, eta: number): DownStep;
}

/** No level may lose more than this part of its variance at once. */
const mostBeta = 0.999;

/**
 * The levels of a chain, in float64. With 1 − β_t = ᾱ_t / ᾱ_{t−1} the encoder P_enc(z_t | z_{t−1}) = N(√(1 − β_t)·z_{t−1}, β_t·I).
 *
 * `cosine`: ᾱ_t = f(t)/f(0), f(t) = cos²(½π·(t/T + 0.008)/1.008), β_t ≤ 0.999. `linear`: β_t from 0.1/T to 20/T, at most 0.999, which
 * at T = 1,000 are Ho, Jain and Abbeel's 0.0001 to 0.02.
 *
 * @param steps T, an integer in [1, 10000].
 * @throws RangeError for another T or name.
 * @see A. Nichol, P. Dhariwal, Improved Denoising Diffusion Probabilistic Models, 2021, equation 17; J. Ho, A. Jain, P. Abbeel,
 *   Denoising Diffusion Probabilistic Models, 2020, equations 4, 6 and 7; J. Song, C. Meng, S. Ermon, Denoising Diffusion Implicit Models,
 *   2021, equations 12 and 16.
 */
export function noiseSchedule(name: ScheduleName, steps: number): NoiseSchedule {
  checkChoices("noiseSchedule", { name: [name, ["cosine", "linear"]] });
  checkNumbers("noiseSchedule", { steps: [steps, "integer in [1, 10000]"] });
  const alphaBar = new Float64Array(steps + 1).fill(1);
  for (let t = 1; t <= steps; t++) alphaBar[t] = alphaBar[t - 1]! * (1 - betas[name](t, steps));
  const at = (t: number): number => {
    checkNumbers("NoiseSchedule", { t: [t, `integer in [0, ${steps}]`] });
    return alphaBar[t]!;
  };
  /** ᾱ_t/ᾱ_s, and 1 less it by the product's own terms, which keeps its digits where it is near 0. */
  const between = (t: number, s: number) => {
    checkNumbers("NoiseSchedule", { s: [s, `integer in [0, ${t})`] });
    const kept = at(t) / at(s);
    return { kept, lost: 1 - kept };
  };
  return {
    name,
    steps,
    alphaBar,
    signal: (t) => Math.sqrt(at(t)),
    noise: (t) => Math.sqrt(1 - at(t)),
    signalToNoise: (t) => at(t) / (1 - at(t)),
    posterior(t, s) {
      const { kept, lost } = between(t, s);
      return {
        image: (Math.sqrt(at(s)) * lost) / (1 - at(t)),
        level: (Math.sqrt(kept) * (1 - at(s))) / (1 - at(t)),
        deviation: Math.sqrt(((1 - at(s)) / (1 - at(t))) * lost),
      };
    },
    down(t, s, eta) {
      checkNumbers("NoiseSchedule", { eta: [eta, "[0, 1]"] });
      const { lost } = between(t, s);
      const deviation = eta * Math.sqrt(((1 - at(s)) / (1 - at(t))) * lost);
      const noise = Math.sqrt(Math.max(0, 1 - at(s) - deviation ** 2));
      return { image: Math.sqrt(at(s)), noise, deviation };
    },
  };
}

const betas: Readonly<Record<ScheduleName, (t: number, steps: number) => number>> = {
  cosine: (t, steps) => {
    const f = (u: number) => Math.cos((((u / steps + 0.008) / 1.008) * Math.PI) / 2) ** 2;
    return Math.min(mostBeta, 1 - f(t) / f(t - 1));
  },
  linear: (t, steps) => {
    const part = steps === 1 ? 1 : (t - 1) / (steps - 1);
    return Math.min(mostBeta, (0.1 + (20 - 0.1) * part) / steps);
  },
};
