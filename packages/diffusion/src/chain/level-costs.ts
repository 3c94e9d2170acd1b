import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import type { NoiseSchedule } from "./noise-schedule.js";

/**
 * What an error at level t costs in nats: the factor of ‖x − x̂(z_t)‖² in KL(P_enc(z_{t−1} | z_t, x) ‖ P_dec(z_{t−1} | z_t)), two
 * Gaussians of one variance whose means are image·x and image·x̂ apart from what they share. It is half of what the ratio of signal to
 * noise gains, ½(SNR_{t−1} − SNR_t). At t = 1 it is that of −ln P_dec(x | z₁), whose variance is β₁: ½/β₁.
 *
 * @param t an integer in [1, T].
 */
export function imageErrorCost(schedule: NoiseSchedule, t: number): number {
  checkSchedule("imageErrorCost", schedule, t);
  if (t === 1) return 0.5 / (1 - schedule.alphaBar[1]!);
  const { image, deviation } = schedule.posterior(t, t - 1);
  return (image * image) / (2 * deviation * deviation);
}

/**
 * The same by ‖ε − ε̂‖², the error of the noise: x − x̂ = (ε̂ − ε)·√((1 − ᾱ_t)/ᾱ_t). The simple loss, E‖ε − ε̂‖², is the ELBO with each
 * level's cost divided by this.
 *
 * @param t an integer in [1, T].
 * @see J. Ho, A. Jain, P. Abbeel, Denoising Diffusion Probabilistic Models, 2020, equations 12 and 14.
 */
export function noiseErrorCost(schedule: NoiseSchedule, t: number): number {
  checkSchedule("noiseErrorCost", schedule, t);
  return imageErrorCost(schedule, t) / schedule.signalToNoise(t);
}

/** −ln of the normalisation of P_dec(x | z₁) = N(x̂, β₁·I) for so many numbers, nats. */
export function reconstructionConstant(schedule: NoiseSchedule, numbers: number): number {
  checkSchedule("reconstructionConstant", schedule, 1);
  checkNumbers("reconstructionConstant", { numbers: [numbers, "integer ≥ 1"] });
  return (numbers / 2) * Math.log(2 * Math.PI * (1 - schedule.alphaBar[1]!));
}

/** KL(P_enc(z_T | x) ‖ N(0, I)) of an x of so many numbers and this Σ x², nats. */
export function priorCost(schedule: NoiseSchedule, numbers: number, squares: number): number {
  checkSchedule("priorCost", schedule, 1);
  checkNumbers("priorCost", { numbers: [numbers, "integer ≥ 1"], squares: [squares, "≥ 0"] });
  const kept = schedule.alphaBar[schedule.steps]!;
  return 0.5 * (kept * squares - numbers * (kept + Math.log1p(-kept)));
}

function checkSchedule(caller: string, schedule: NoiseSchedule, t: number): void {
  checkKinds(caller, { schedule: [schedule, { posterior: "function", alphaBar: "Float64Array" }] });
  checkNumbers(caller, { t: [t, `integer in [1, ${schedule.steps}]`] });
}
