import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { philoxNormal } from "@elbowjs/backend/fused";
import type { Shape } from "@elbowjs/layers";
import { type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import { stream } from "@elbowjs/training";
import { reshape, square, sub, sum, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { type ChainParts, decodeLevel } from "./chain/chain.js";
import { imageErrorCost, priorCost, reconstructionConstant } from "./chain/level-costs.js";
import { noisy } from "./chain/prediction.js";

/** Options of `Diffusion.elbo`. */
export interface DiffusionElboOptions {
  /** Where the draws of z come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Samples at a time; an integer ≥ 1. Changes the draws. Default 250. */
  readonly batchSize?: number;
  /** Stops measuring. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** What `Diffusion.elbo` measures, in nats per sample: −ELBO, an upper bound of −ln p(x), and what it is the sum of. */
export interface DiffusionElbo {
  /** Samples measured. */
  readonly size: number;
  /**
   * Costs from x upwards, T + 1 of them: [0] is −E ln P_dec(x | z₁); [t], 0 < t < T, is E KL(P_enc(z_t | z_{t+1}, x) ‖ P_dec(z_t | z_{t+1}));
   * [T] is KL(P_enc(z_T | x) ‖ P_prior(z_T)).
   */
  readonly levels: Float64Array;
  /** Their sum, −ELBO, in the data's units. */
  readonly total: number;
  /** Of `total` as a mean over samples. */
  readonly standardError: number;
}

/**
 * Measures −ELBO level by level, with one draw of z_t for each sample and level: T passes of the network for each sample.
 *
 * @param classes labels are the data's own.
 */
export async function measureElbo(
  caller: string,
  chain: ChainParts,
  shape: Shape,
  data: SamplesInput,
  options: DiffusionElboOptions,
): Promise<DiffusionElbo> {
  checkOptions(caller, options, ["seed", "batchSize", "signal"]);
  const { seed = 0, batchSize = 250, signal } = options;
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"], batchSize: [batchSize, "integer ≥ 1"] });
  const set = await toSamples(caller, data, {
    ...{ shape, classes: chain.classes },
    ...(shape.length === 3 && { within: [0, 1] as const }),
  });
  const levels = new Float64Array(chain.schedule.steps + 1);
  const moments = { sum: 0, squares: 0 };
  const breathe = breather({ signal });
  for (let start = 0; start < set.size; start += batchSize) {
    const end = Math.min(set.size, start + batchSize);
    const draw = Number(stream(seed, "evaluate", start).integers(0, 2 ** 32));
    const costs = await batchCosts(chain, set, [start, end], draw, breathe);
    for (let i = 0; i < end - start; i++) {
      let total = 0;
      for (const [level, cost] of costs.entries()) {
        levels[level]! += cost[i]! / set.size;
        total += cost[i]!;
      }
      moments.sum += total;
      moments.squares += total * total;
    }
  }
  const total = moments.sum / set.size;
  const variance = Math.max(0, moments.squares / set.size - total * total);
  return { size: set.size, levels, total, standardError: Math.sqrt(variance / set.size) };
}

/** The cost of each level, for each sample of a batch. */
async function batchCosts(
  chain: ChainParts,
  set: Samples,
  [start, end]: readonly [number, number],
  seed: number,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array[]> {
  const { schedule, scale, classes } = chain;
  const labels =
    classes > 0 ? Array.from({ length: end - start }, (_, i) => set.labels![start + i]!) : undefined;
  const given = tensor(set.slice(start, end), [end - start, set.features]);
  const x = scale.toChain(given);
  given.dispose();
  const costs: Float64Array[] = [];
  try {
    const constant = reconstructionConstant(schedule, set.features) + scale.logVolume;
    for (let t = 1; t <= schedule.steps; t++) {
      const errors = await rowsOf(() => {
        const rates = { signal: schedule.signal(t), noise: schedule.noise(t) };
        const z = noisy(x, philoxNormal(x.shape as [number], { seed, stream: t }), rates);
        return sub(x, decodeLevel(chain, z, t, { labels, guidance: 0 }).image);
      });
      const cost = imageErrorCost(schedule, t);
      costs.push(Float64Array.from(errors, (error) => cost * error + (t === 1 ? constant : 0)));
      await breathe();
    }
    const squares = await rowsOf(() => x.clone());
    costs.push(Float64Array.from(squares, (value) => priorCost(schedule, set.features, value)));
    return costs;
  } finally {
    x.dispose();
  }
}

/** Σ of squares of each row. */
async function rowsOf(make: () => Tensor): Promise<Float32Array> {
  const sums = tidy(() => {
    const values = make();
    return sum(square(reshape(values, [values.shape[0]!, -1])), 1);
  });
  const values = (await sums.data()) as Float32Array;
  sums.dispose();
  return values;
}
