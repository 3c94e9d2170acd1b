import { checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import {
  acos,
  add,
  clipByValue,
  div,
  mul,
  norm,
  sin,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import type { ChainParts } from "../chain/chain.js";
import type { ConditionOptions } from "../condition.js";
import { type CompleteSampling, completeSampling } from "./sample.js";

/** Options of `Diffusion.interpolate`. */
export interface DiffusionInterpolateOptions extends ConditionOptions {
  /** The seeds of the first z_T and of the last, as `sample(1, { seed })` draws them. Default [0, 1]. */
  readonly seeds?: readonly [from: number, to: number];
  /** Levels visited; an integer in [1, T]. Default 20, or T if that is less. */
  readonly steps?: number;
}

/** Checks how a way between two samples is to be made. */
export function interpolationEnds(
  caller: string,
  chain: ChainParts,
  n: number,
  options: DiffusionInterpolateOptions,
): { readonly seeds: readonly [number, number]; readonly sampling: CompleteSampling } {
  checkOptions(caller, options, ["seeds", "steps", "label", "guidance"]);
  const { seeds = [0, 1], ...rest } = options;
  checkKinds(caller, { seeds: [seeds, "array"] });
  if (seeds.length !== 2)
    throw refusal(new TypeError(`${caller}: expected seeds to be two, got ${shown(seeds)}`));
  checkNumbers(caller, {
    n: [n, "integer ≥ 2"],
    "first seed": [seeds[0], "integer ≥ 0"],
    "last seed": [seeds[1], "integer ≥ 0"],
  });
  return { seeds, sampling: completeSampling(caller, chain, n, rest, { drawsLabels: false }) };
}

/**
 * n points on the great circle from a to b: nearly all draws of N(0, I) lie at one distance from 0, and the middle of the chord does not.
 *
 * @param a one row. @param b one row. @returns `[n, …]`.
 * @see T. White, Sampling Generative Networks, 2016, section 2.1.
 */
export function greatCircle(a: Tensor, b: Tensor, n: number): Tensor {
  return tidy(() => {
    const cosine = div(sum(mul(a, b)), mul(norm(a), norm(b)));
    // At an angle of 0 there is no one circle, and the line is as good: 1e-3 in the cosine's place of it changes nothing seen.
    const angle = acos(clipByValue(cosine, -1 + 1e-6, 1 - 1e-6));
    const perRow = [n, ...a.shape.slice(1).map(() => 1)];
    const t = tensor(
      Array.from({ length: n }, (_, i) => i / (n - 1)),
      perRow,
    );
    const part = (share: Tensor) => div(sin(mul(share, angle)), sin(angle));
    return add(mul(a, part(sub(1, t))), mul(b, part(t)));
  });
}
