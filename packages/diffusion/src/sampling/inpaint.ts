import { checkKinds, checkNumbers, refusal } from "@elbowjs/arguments";
import { philoxNormal } from "@elbowjs/backend/fused";
import { add, mul, type Tensor, tidy, where } from "@tensorflow/tfjs-core";
import type { ChainParts } from "../chain/chain.js";
import { noisy } from "../chain/prediction.js";
import { descend } from "./descend.js";
import { type CompleteSampling, show } from "./sample.js";
import type { DiffusionSampleOptions } from "./sample-options.js";

/** Options of `Diffusion.inpaint`. Without a label none is taken; η's default is 1. */
export interface InpaintOptions extends DiffusionSampleOptions {
  /** Times that each step is taken, noise put back between, so that what is made goes with what is known; an integer in [1, 100]. Default 5. */
  readonly repeats?: number;
}

/** What is known of each sample. */
export interface Known {
  /** In the chain's units, shape `[n, ...shape]`. */
  readonly x: Tensor;
  /** bool, of a shape that broadcasts to `[n, ...shape]`: where x is known. */
  readonly mask: Tensor;
}

/** Refuses what is no mask of samples of this shape. */
export function checkMask(caller: string, mask: Tensor, shape: readonly number[]): void {
  checkKinds(caller, { mask: [mask, "Tensor"] });
  if (mask.dtype !== "bool")
    throw refusal(new TypeError(`${caller}: expected mask of dtype bool, got ${mask.dtype}; true is known`));
  const fits =
    mask.rank === shape.length && mask.shape.every((extent, axis) => [1, shape[axis]].includes(extent));
  if (!fits)
    throw refusal(
      new RangeError(
        `${caller}: expected mask of shape [${shape.join(", ")}], or with sides of 1, got [${mask.shape.join(", ")}]`,
      ),
    );
}

/**
 * From z_T down to x, with what is known put in its place, noisy, on every level; each step is taken several times over.
 *
 * @param z z_T, which is disposed of. @returns in the data's units.
 * @see A. Lugmayr et al., RePaint, 2022, algorithm 1.
 */
export function inpaintAll(
  chain: ChainParts,
  z: Tensor,
  known: Known,
  { seed, eta, levels, condition, onStep }: CompleteSampling,
  repeats: number,
): Tensor {
  checkNumbers("inpaint", { repeats: [repeats, "integer in [1, 100]"] });
  const { schedule } = chain;
  const steps = levels.length - 1;
  let at = z;
  let draws = steps;
  const epsilon = () => philoxNormal(at.shape as [number], { seed, stream: ++draws });
  for (let step = 1; step <= steps; step++) {
    const [t, s] = [levels[step - 1]!, levels[step]!];
    const times = s === 0 ? 1 : repeats;
    for (let k = 0; k < times; k++) {
      const next = descend(chain, at, { t, s, eta, seed, step: ++draws }, condition);
      at.dispose();
      at = tidy(() => {
        const rates = { signal: schedule.signal(s), noise: schedule.noise(s) };
        const given = s === 0 ? known.x : noisy(known.x, epsilon(), rates);
        const joined = where(known.mask, given, next.z);
        if (k === times - 1) return joined;
        const kept = schedule.alphaBar[t]! / schedule.alphaBar[s]!;
        return add(mul(joined, Math.sqrt(kept)), mul(epsilon(), Math.sqrt(1 - kept)));
      });
      next.z.dispose();
      if (onStep && k === times - 1) show(chain, onStep, { step, steps, level: s }, at, next.image);
      next.image.dispose();
    }
  }
  const data = chain.scale.toData(at);
  at.dispose();
  return data;
}
