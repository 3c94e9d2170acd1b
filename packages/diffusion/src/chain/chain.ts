import { evaluation } from "@elbowjs/layers";
import { add, clipByValue, concat, mul, split, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Condition } from "../condition.js";
import type { DataScale } from "../data-scale.js";
import type { Denoiser } from "../network/denoiser.js";
import type { NoiseSchedule } from "./noise-schedule.js";
import { imageOf, type Prediction } from "./prediction.js";

/** The decoder of a chain: what it takes z_t to be made of. */
export interface Split {
  /** x̂, in the chain's units. */
  readonly image: Tensor;
  /** ε̂ = (z_t − √ᾱ_t·x̂)/√(1 − ᾱ_t). */
  readonly noise: Tensor;
}

/** A schedule, a network and the data's scale, which together are a model's encoder and decoder. */
export interface ChainParts {
  readonly schedule: NoiseSchedule;
  readonly denoiser: Denoiser;
  readonly scale: DataScale;
  readonly predict: Prediction;
  readonly classes: number;
}

/**
 * x̂ and ε̂ at level t. x̂ is a mean of data, hence no further out than they are, and is cut to that.
 *
 * @param z z_t, in the chain's units.
 */
export function decodeLevel(chain: ChainParts, z: Tensor, t: number, condition: Condition): Split {
  const { schedule, scale, predict } = chain;
  const rates = { signal: schedule.signal(t), noise: schedule.noise(t) };
  const [image, noise] = tidy(() => {
    const answer = answerAt(chain, z, t, condition);
    const free = imageOf(predict, answer, z, rates);
    const bounded = clipByValue(free, -scale.bound, scale.bound);
    return [bounded, mul(sub(z, mul(bounded, rates.signal)), 1 / rates.noise)];
  });
  return { image: image!, noise: noise! };
}

/** The network's answer, moved away from that without a label if there is guidance. */
function answerAt(
  { denoiser, schedule, classes }: ChainParts,
  z: Tensor,
  t: number,
  { labels, guidance }: Condition,
): Tensor {
  const time = [t / schedule.steps];
  if (labels === undefined || guidance === 0) return denoiser.apply(z, time, labels, evaluation);
  const n = z.shape[0]!;
  const each = Array.from({ length: 2 * n }, (_, i) =>
    i < n ? labels[labels.length === 1 ? 0 : i]! : classes,
  );
  const both = denoiser.apply(concat([z, z]), time, each, evaluation);
  const [told, untold] = split(both, 2) as [Tensor, Tensor];
  return add(told, mul(sub(told, untold), guidance));
}
