import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { PCG64, permutation } from "@elbowjs/numpy-random";
import { Breather } from "./breather.js";
import type { GuardedSteps } from "./guarded-steps.js";
import type { LossLog } from "./loss-log.js";
import { type Objective, requireRates, type UpdateRule } from "./objective.js";
import { revive } from "./revival.js";
import type { Rows } from "./samples.js";
import { checkSchedule, type Schedule, valueAt } from "./schedule.js";
import type { StepSettings } from "./step.js";

/** Options of `KMeansNetwork.fit`. */
export interface FitOptions {
  /** Passes over the data, 10 unless given. */
  readonly epochs?: number;
  /** Samples a step, 64 unless given; the last step of an epoch takes what is left. */
  readonly batchSize?: number;
  /** η ≥ 0, or a schedule of it; 4.5 unless given, the homework's. */
  readonly learningRate?: number | Schedule;
  /** Factor on the scores during this training; the network's own unless given. A rising schedule anneals. */
  readonly temperature?: number | Schedule;
  /** A new order of the samples each epoch (default), or the data's own. */
  readonly shuffle?: boolean;
  /** Seed of the order, an integer ≥ 0; 0 unless given. The same seed gives the same order everywhere. */
  readonly seed?: number;
  /**
   * After every epoch but the last, moves each centre that is nearest to no sample onto a sample drawn as k-means++
   * would; false unless given. Costs a pass over the data.
   */
  readonly revive?: boolean;
  /** How much each sample counts, ≥ 0; only the ratios matter. */
  readonly weights?: ArrayLike<number>;
  /** Called for every step, in order, and awaited; where many are taken at once, up to 32 on WASM and 256 on WebGPU, after all of these, and on WebGPU after the 256 that follow. */
  readonly onBatch?: (report: BatchReport) => unknown;
  /** Called after every epoch, and awaited. */
  readonly onEpoch?: (report: EpochReport) => unknown;
  /** Stops the training: `fit` rejects with the signal's reason, and the network keeps the centres it has. */
  readonly signal?: AbortSignal;
}

/** One step of a training. */
export interface BatchReport {
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Step within the epoch, from 1, of `batches`. */
  readonly batch: number;
  readonly batches: number;
  /** Step within the training, from 1, of `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Mean square of the error over batch and features, before the step. */
  readonly loss: number;
}

/** One epoch of a training. */
export interface EpochReport {
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Mean of the losses of its samples, each measured before the step that used it. */
  readonly loss: number;
  /** η and temperature of the epoch's last step. */
  readonly learningRate: number;
  readonly temperature: number;
  /** Centres that `revive` moved after the epoch. */
  readonly revived: number;
  /** Time of the epoch, without `onEpoch`. */
  readonly seconds: number;
}

/** What a training did. */
export interface History {
  readonly epochs: readonly EpochReport[];
  /** Loss of every step. */
  readonly batchLoss: readonly number[];
  readonly seconds: number;
}

type CheckedFitOptions = Required<
  Pick<FitOptions, "epochs" | "batchSize" | "learningRate" | "shuffle" | "seed">
> &
  FitOptions;

/** The options of a training with their defaults, once each is of its kind and within its interval. */
export function checkedFitOptions(
  caller: string,
  options: FitOptions,
  network: { readonly update: UpdateRule; readonly k: number },
): CheckedFitOptions {
  checkOptions(caller, options, FIT_OPTIONS);
  const { epochs = 10, batchSize = 64, learningRate = 4.5, shuffle = true, seed = 0 } = options;
  const { temperature, revive, onBatch, onEpoch, signal } = options;
  checkNumbers(caller, {
    epochs: [epochs, "integer ≥ 1"],
    batchSize: [batchSize, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
  });
  checkSchedule(caller, "learningRate", learningRate, "≥ 0");
  if (temperature !== undefined) checkSchedule(caller, "temperature", temperature, "> 0");
  checkKinds(caller, {
    shuffle: [shuffle, "boolean"],
    revive: [revive, "boolean or undefined"],
    onBatch: [onBatch, "function or undefined"],
    onEpoch: [onEpoch, "function or undefined"],
    signal: [signal, "AbortSignal or undefined"],
  });
  requireRates(caller, network, learningRate);
  return { ...options, epochs, batchSize, learningRate, shuffle, seed };
}

const FIT_OPTIONS: readonly (keyof FitOptions)[] = [
  "epochs",
  "batchSize",
  "learningRate",
  "temperature",
  "shuffle",
  "seed",
  "revive",
  "weights",
  "onBatch",
  "onEpoch",
  "signal",
];

/** The loop of a training: epochs, order, schedules, pauses. Its arguments have been checked. */
export async function runEpochs(
  steps: GuardedSteps,
  log: LossLog,
  rows: Rows,
  weights: Float32Array | undefined,
  fixed: Objective & { readonly temperature: number },
  options: CheckedFitOptions,
): Promise<{ history: History; centers: Float32Array }> {
  const { epochs, batchSize, learningRate, temperature = fixed.temperature, shuffle, seed, signal } = options;
  const n = rows.size;
  const total = epochs * Math.ceil(n / batchSize);
  const given = Int32Array.from({ length: n }, (_, i) => i);
  const breather = new Breather(signal);
  const reports: EpochReport[] = [];
  const started = performance.now();
  const run = steps.atOnce(batchSize * rows.features);
  let last: StepSettings = { ...fixed, learningRate: 0 };
  const settingsAt = (progress: number): StepSettings => ({
    ...fixed,
    learningRate: valueAt("KMeansNetwork.fit", "learningRate", learningRate, progress),
    temperature: valueAt("KMeansNetwork.fit", "temperature", temperature, progress),
  });
  const reviveDead = async (epoch: number): Promise<number> => {
    const centers = await steps.centers();
    const k = centers.length / rows.features;
    const result = await revive(rows, centers, k, [seed, epoch, 1], weights, signal);
    if (result !== undefined) steps.replace(result.centers);
    return result?.revived ?? 0;
  };
  for (let epoch = 1, taken = 0; epoch <= epochs; epoch++) {
    const epochStarted = performance.now();
    const order = shuffle ? permutation(new PCG64([seed, epoch - 1]), n) : given;
    for (let start = 0; start < n; start += run * batchSize) {
      const end = Math.min(start + run * batchSize, n);
      const settings = Array.from({ length: Math.ceil((end - start) / batchSize) }, () =>
        settingsAt(taken++ / total),
      );
      await steps.take({ rows, order, start, end, batchSize, weights }, settings);
      last = settings.at(-1)!;
      if (breather.isDue()) await breather.rest();
    }
    await steps.settle();
    const revived = options.revive === true && epoch < epochs ? await reviveDead(epoch) : 0;
    const report: EpochReport = {
      epoch,
      loss: log.takeMean(),
      learningRate: last.learningRate,
      temperature: last.temperature,
      revived,
      seconds: (performance.now() - epochStarted) / 1000,
    };
    reports.push(report);
    await options.onEpoch?.(report);
    signal?.throwIfAborted();
  }
  const centers = await steps.finish(last);
  const seconds = (performance.now() - started) / 1000;
  return { history: { epochs: reports, batchLoss: log.all, seconds }, centers };
}
