import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkSchedule, type Schedule } from "../data/schedule.js";
import { requireRates, type UpdateRule } from "../steps/objective.js";

/** Options of `KMeansNetwork.fit`. */
export interface FitOptions {
  /** Passes over the data, an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** Samples per step, an integer ≥ 1; the last step of an epoch takes what is left. Default 64. */
  readonly batchSize?: number;
  /** η ≥ 0, or a schedule of it. Default 4.5, the homework's. */
  readonly learningRate?: number | Schedule;
  /** Factor on the scores during this training, > 0, or a schedule of it; a rising one anneals. Default: the network's own. */
  readonly temperature?: number | Schedule;
  /** A new order of the samples each epoch (true), or the data's own. Default true. */
  readonly shuffle?: boolean;
  /** Seed of the order, an integer ≥ 0; the same seed gives the same order everywhere. Default 0. */
  readonly seed?: number;
  /**
   * After every epoch but the last, moves each centre that is nearest to no sample onto a sample drawn as k-means++
   * would. Costs a pass over the data. Default false.
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
  /** StepKernel within the epoch, from 1, of `batches`. */
  readonly batch: number;
  readonly batches: number;
  /** StepKernel within the training, from 1, of `steps`. */
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

/** Options of a training with their defaults. */
export type CheckedFitOptions = Required<
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
