import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import type { SamplesInput } from "@elbowjs/samples";
import { checkSchedule, type Schedule } from "../data/schedule.js";
import { requireRates, type UpdateRule } from "../steps/objective.js";
import type { Evaluation } from "./network-options.js";

/** Options of `KMeansNetwork.fit`. */
export interface FitOptions {
  /** Passes over the data, an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** Samples per step, an integer ≥ 1; the last step of an epoch takes what is left. Default 64. */
  readonly batchSize?: number;
  /** η ≥ 0, or a schedule of it. Default 4.5, the homework's. */
  readonly learningRate?: number | Schedule;
  /**
   * Factor on the scores during this training, > 0, or a schedule of it; a rising one anneals. Default: the network's
   * own.
   */
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
  /** How much each sample counts, ≥ 0; only the ratios matter. Default 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Data to evaluate on after each epoch. Default: none. */
  readonly validation?: SamplesInput;
  /**
   * Stops after so many epochs without a new lowest validation loss, an integer ≥ 1; the network then has the centres of
   * the epoch with the lowest. Default: none.
   */
  readonly patience?: number;
  /**
   * A checkpoint to go on from, of a run with this data and these options; its last bit is as if there had been no break.
   * Default: none.
   */
  readonly resume?: Uint8Array;
  /**
   * Called for every step, in order, and awaited; where many are taken at once, up to 32 on WASM and 256 on WebGPU, after
   * all of these, and on WebGPU after the 256 that follow. Default: none.
   */
  readonly onBatch?: (report: BatchReport) => unknown;
  /**
   * Called after every epoch, and awaited; `checkpoint()`, called before it returns, gives the bytes for `resume`.
   * Default: none.
   */
  readonly onEpoch?: (report: EpochReport, checkpoint: () => Promise<Uint8Array>) => unknown;
  /** Stops the training: `fit` rejects with the signal's reason, and the network keeps the centres it has. Default: none. */
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
  /** η of the epoch's last step. */
  readonly learningRate: number;
  /** Temperature of the epoch's last step. */
  readonly temperature: number;
  /** Centres that `revive` moved after the epoch. */
  readonly revived: number;
  /** What the centres come to on the validation data, if any were given. */
  readonly validation?: Evaluation;
  /** Time of the epoch, validation included, without `onEpoch`. */
  readonly seconds: number;
}

/** What a training did. */
export interface Training {
  /** One report per epoch, those before a checkpoint included. */
  readonly epochs: readonly EpochReport[];
  /** Time of this call. */
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
  const { temperature, revive, validation, patience, resume, onBatch, onEpoch, signal } = options;
  checkNumbers(caller, {
    epochs: [epochs, "integer ≥ 1"],
    batchSize: [batchSize, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
    patience: [patience, "integer ≥ 1 or undefined"],
  });
  checkSchedule(caller, "learningRate", learningRate, "≥ 0");
  if (temperature !== undefined) checkSchedule(caller, "temperature", temperature, "> 0");
  checkKinds(caller, {
    shuffle: [shuffle, "boolean"],
    revive: [revive, "boolean or undefined"],
    resume: [resume, "Uint8Array or undefined"],
    onBatch: [onBatch, "function or undefined"],
    onEpoch: [onEpoch, "function or undefined"],
    signal: [signal, "AbortSignal or undefined"],
  });
  if (patience !== undefined && validation === undefined)
    throw refusal(new RangeError(`${caller}: expected validation data with patience, got none`));
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
  "validation",
  "patience",
  "resume",
  "onBatch",
  "onEpoch",
  "signal",
];
