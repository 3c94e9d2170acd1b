import { checkKinds, checkOptions } from "@elbowjs/arguments";
import {
  type BatchReport,
  type CompleteRunOptions,
  checkSchedule,
  completeRunOptions,
  type EpochReport as RunEpochReport,
  type RunOptions,
  type Training as RunTraining,
  runOptionNames,
  type Schedule,
} from "@elbowjs/runs";
import type { SamplesInput, ShuffledWindowsOptions } from "@elbowjs/samples";
import { requireRates, type UpdateRule } from "../steps/objective.js";
import type { Evaluation } from "./network-options.js";

/**
 * Options of `KMeansNetwork.fit`: those of every run, and the network's own. The last step of an epoch takes what is left.
 *
 * The `optimizer`, `clipNorm` and `averageDecay` of other models are not among them: the rule is SGD, or the normalised one, whose kernels go
 * from centres to centres without a gradient that could be clipped, and for centres that stop wandering a falling rate is the known means.
 */
export interface FitOptions extends RunOptions<Evaluation, EpochReport> {
  /** η ≥ 0, or a schedule of it. Default 4.5, the homework's. */
  readonly learningRate?: number | Schedule;
  /**
   * Factor on the scores during this training, > 0, or a schedule of it; a rising one anneals. Default: the network's
   * own.
   */
  readonly temperature?: number | Schedule;
  /** Seed of the order, an integer ≥ 0; the same seed gives the same order everywhere. Default 0. */
  readonly seed?: number;
  /**
   * After every epoch but the last, moves each centre that is nearest to no sample onto a sample drawn as k-means++
   * would. Costs a pass over the data. Default false.
   */
  readonly revive?: boolean;
  /** How much each sample counts, ≥ 0; only the ratios matter. Default 1 each. */
  readonly weights?: ArrayLike<number>;
  /** How a source is read; not for data in memory. Default: windows of 67 MB, shuffled by blocks of 1,024 samples. */
  readonly passes?: Omit<ShuffledWindowsOptions, "seed" | "signal">;
  /** Data to evaluate on after each epoch. Default: none. */
  readonly validation?: SamplesInput;
  /**
   * Called for every step, in order, and awaited; where many are taken at once, up to 32 on WASM and 256 on WebGPU, after
   * all of these, and on WebGPU after the 256 that follow. Default: none.
   */
  readonly onBatch?: (report: BatchReport) => unknown;
}

/** One epoch of a training; its one player in `losses` is `centers`. */
export interface EpochReport extends RunEpochReport<Evaluation> {
  /** η of the epoch's last step. */
  readonly learningRate: number;
  /** Temperature of the epoch's last step. */
  readonly temperature: number;
  /** Centres that `revive` moved after the epoch. */
  readonly revived: number;
}

/** What a training did. */
export interface Training extends RunTraining<Evaluation> {
  /** One report per epoch, those before a checkpoint included. */
  readonly epochs: readonly EpochReport[];
}

/** Options of a training with their defaults. */
export type CheckedFitOptions = CompleteRunOptions<FitOptions> & Required<Pick<FitOptions, "learningRate">>;

/** The options of a training with their defaults, once each is of its kind and within its interval. */
export function checkedFitOptions(
  caller: string,
  options: FitOptions,
  network: { readonly update: UpdateRule; readonly k: number },
): CheckedFitOptions {
  checkOptions(caller, options, fitOptionNames);
  const { learningRate = 4.5, temperature, revive, validation } = options;
  checkSchedule(caller, "learningRate", learningRate, "≥ 0");
  if (temperature !== undefined) checkSchedule(caller, "temperature", temperature, "> 0");
  checkKinds(caller, { revive: [revive, "boolean or undefined"] });
  requireRates(caller, network, learningRate);
  const complete = completeRunOptions(caller, options, { seed: 0, validates: validation !== undefined });
  return { ...complete, learningRate };
}

const fitOptionNames = [
  ...runOptionNames,
  ...["learningRate", "temperature", "revive", "weights", "passes", "validation"],
];
