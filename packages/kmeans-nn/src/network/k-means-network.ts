import { checkChoices, checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { gpuFailure, useBackend } from "@elbowjs/backend";
import { type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  type DataId,
  type Rank,
  reshape,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
  type Variable,
  variable,
} from "@tensorflow/tfjs-core";
import { type Moved, minusOrigin, movedToOrigin } from "../data/origin.js";
import { noSamples, type Rows } from "../data/rows.js";
import { meanOne, requireWeights } from "../data/weights.js";
import { isCollapsed, usedClusters } from "../metrics/cluster-usage.js";
import { distances, inertiaOf, nearest } from "../nearest/nearest.js";
import { SEEDINGS, type Seeding } from "../seeding/seeding.js";
import { drawBestCenters, requireCenters } from "../seeding/starting-centers.js";
import { KernelInUse } from "../steps/choose-kernel.js";
import { DivergenceGuard, type OnLoss } from "../steps/divergence-guard.js";
import {
  GRADIENT_KINDS,
  type GradientKind,
  type Objective,
  REDUCTIONS,
  type Reduction,
  requireRates,
  UPDATE_RULES,
  type UpdateRule,
} from "../steps/objective.js";
import { centerScores, reconstructionError, softShares } from "../steps/reconstruction.js";
import type { StepSettings } from "../steps/step-kernel.js";
import { decodeFloat32, encodeFloat32 } from "./base64.js";
import { runEpochs } from "./epochs.js";
import { checkedFitOptions, type FitOptions, type History } from "./fit-options.js";
import { LossLog } from "./loss-log.js";
import type {
  Evaluation,
  InitOptions,
  KMeansNetworkJSON,
  KMeansNetworkOptions,
  PartialFitOptions,
  PassOptions,
} from "./network-options.js";
import { OneAtATime } from "./one-at-a-time.js";
import { meanSquaredError } from "./reconstruction-loss.js";

/** 1 GB of centres, of which a training keeps several copies in a memory of 4 GB. */
const MOST_VALUES = 2 ** 28;

/**
 * k-means as a network with one parameter, the centres C (k×d). For a batch x (n×d)
 *
 *     s = x·Cᵀ − ½‖C_i‖²,   p = softmax(temperature · s),   e = p·C − x,   L = mean square of e
 *
 * and SGD on L moves the centres. The largest score belongs to the nearest centre, so at a high temperature p·C is
 * that centre, and L the objective of k-means divided by n·d.
 *
 * What one step does depends on three choices. For k = 10 and samples spread evenly, a step of `'gradient'` with
 * `'batch'` and `'hard'` moves a centre the fraction η/5 of the way to the mean of its samples, for its gradient is
 * (2|V_i|/b)(C_i − m_i) with |V_i|/b = 1/10; with `'mean'` it is η/5/d, 1/784 of that for 28×28 images; `'normalized'`
 * takes exactly η/5 (2η/k), however many samples a centre has.
 *
 * @throws RangeError if k or features is no integer ≥ 1, the temperature not above 0, or a choice unknown.
 * @see ECE/CS 559 Neural Networks, University of Illinois Chicago, fall 2024, homework 7, question 1.
 */
export class KMeansNetwork {
  readonly k: number;
  readonly features: number;
  readonly temperature: number;
  readonly reduction: Reduction;
  readonly gradient: GradientKind;
  readonly update: UpdateRule;

  readonly #changes = new OneAtATime();
  readonly #kernel = new KernelInUse();
  /** The centres on the backend, made when first needed. */
  #variable: Variable<Rank.R2> | undefined;
  /** A copy of the centres in memory, as they were while the variable had this dataId: any change gives it another. */
  #copy: { readonly values: Float32Array; readonly of: DataId | undefined } | undefined;
  /** Whether `dispose` was called while a training was under way. */
  #isDisposed = false;

  constructor(options: KMeansNetworkOptions) {
    checkOptions("KMeansNetwork", options, [
      "k",
      "features",
      "temperature",
      "reduction",
      "gradient",
      "update",
    ]);
    const {
      k,
      features,
      temperature = 20,
      reduction = "mean",
      gradient = "soft",
      update = "gradient",
    } = options;
    checkNumbers("KMeansNetwork", {
      k: [k, "integer ≥ 1"],
      features: [features, "integer ≥ 1"],
      temperature: [temperature, "> 0"],
    });
    if (k * features > MOST_VALUES)
      throw new RangeError(
        `KMeansNetwork: expected k · features ≤ 2^28 values of centres, got ${k} · ${features}`,
      );
    checkChoices("KMeansNetwork", {
      reduction: [reduction, REDUCTIONS],
      gradient: [gradient, GRADIENT_KINDS],
      update: [update, UPDATE_RULES],
    });
    this.k = k;
    this.features = features;
    this.temperature = temperature;
    this.reduction = reduction;
    this.gradient = gradient;
    this.update = update;
  }

  /**
   * The parameter C, [k, d], for use with tfjs's own operations and optimizers; it belongs to the network, which goes by
   * whatever is assigned to it.
   */
  get centers(): Variable<Rank.R2> {
    if (this.#variable === undefined) {
      if (this.#copy === undefined)
        throw new Error("KMeansNetwork: expected centres, got none; call init first");
      const { values } = this.#copy;
      this.#variable = tidy(() => variable(tensor2d(values.slice(), [this.k, this.features])));
      this.#keep(values);
    }
    return this.#variable;
  }

  /**
   * Sets the centres: drawn from the data as {@link Seeding} says, or given.
   *
   * @param from How to draw, or the centres themselves, k×d.
   * @param data Where to draw from; not needed for given centres, nor for `'uniform'` with `nInit` 1.
   * @throws RangeError if the data does not fit k and features.
   */
  async init(from: Seeding | Float32Array, data?: SamplesInput, options: InitOptions = {}): Promise<void> {
    const caller = "KMeansNetwork.init";
    return this.#exclusive(caller, async () => {
      checkOptions(caller, options, ["seed", "nInit", "weights", "signal"]);
      const { seed, nInit = 1, weights, signal } = options;
      checkKinds(caller, { signal: [signal, "AbortSignal or undefined"] });
      if (from instanceof Float32Array) {
        this.#set(requireCenters(caller, from, this.k, this.features));
        return this.#upload();
      }
      checkChoices(caller, { from: [from, SEEDINGS] });
      checkNumbers(caller, { nInit: [nInit, "integer ≥ 1"], seed: [seed, "integer ≥ 0 or undefined"] });
      if (data === undefined && (from !== "uniform" || nInit > 1))
        throw new TypeError(`${caller}: expected data to draw '${from}' centres from, got none`);
      const rows = data === undefined ? noSamples(this.features) : await this.#samples(caller, data);
      requireWeights(caller, weights, rows.size);
      this.#set(await drawBestCenters(caller, from, rows, nInit, { k: this.k, seed, weights, signal }));
      return this.#upload();
    });
  }

  /**
   * Error of the reconstruction, e = p·C − x₀ with x₀ the flattened input, by differentiable operations of tfjs.
   * e + x₀ is the centre chosen for each input.
   *
   * @param x Samples `[n, …]` of `features` numbers each.
   * @returns e, [n, d]; the caller disposes it.
   */
  forward(x: Tensor): Tensor2D {
    return tidy(() =>
      reconstructionError(this.#flatten("KMeansNetwork.forward", x), this.centers, this.temperature),
    );
  }

  /** Shares p = softmax(temperature · s) of the centres in each input, [n, k]; the caller disposes them. */
  shares(x: Tensor): Tensor2D {
    return tidy(() =>
      softShares(centerScores(this.#flatten("KMeansNetwork.shares", x), this.centers), this.temperature),
    );
  }

  /**
   * Trains by SGD. The network must have centres.
   *
   * @throws DivergenceError if a loss is not finite; the last good centres are kept.
   * @throws RangeError for an option outside its interval; the signal's reason when aborted.
   */
  async fit(data: SamplesInput, options: FitOptions = {}): Promise<History> {
    const caller = "KMeansNetwork.fit";
    return this.#exclusive(caller, async () => {
      const run = checkedFitOptions(caller, options, this);
      const rows = await this.#samples(caller, data);
      requireWeights(caller, options.weights, rows.size);
      const batches = Math.ceil(rows.size / run.batchSize);
      const log = new LossLog(batches, run.epochs * batches, options.onBatch);
      const moved = movedToOrigin(rows);
      return this.#train(caller, log, moved.origin, async (steps) => {
        const { history, centers } = await runEpochs(
          steps,
          log,
          moved.rows,
          meanOne(options.weights),
          this.#fixed(),
          run,
        );
        this.#keep(centers);
        return history;
      });
    });
  }

  /**
   * Takes one step with all the samples given as the batch.
   *
   * @returns The loss before the step, mean square over batch and features.
   * @throws DivergenceError as {@link fit} does.
   */
  async partialFit(data: SamplesInput, options: PartialFitOptions = {}): Promise<number> {
    const caller = "KMeansNetwork.partialFit";
    return this.#exclusive(caller, async () => {
      checkOptions(caller, options, ["learningRate", "temperature", "weights"]);
      const fixed = this.#fixed();
      const { learningRate = 4.5, temperature = fixed.temperature, weights } = options;
      checkNumbers(caller, { learningRate: [learningRate, "≥ 0"], temperature: [temperature, "> 0"] });
      requireRates(caller, this, learningRate);
      const rows = await this.#samples(caller, data);
      requireWeights(caller, weights, rows.size);
      const log = new LossLog(1, 1, undefined);
      const moved = movedToOrigin(rows);
      return this.#train(caller, log, moved.origin, async (steps) => {
        const order = Int32Array.from({ length: rows.size }, (_, i) => i);
        const settings: StepSettings = { ...fixed, learningRate, temperature };
        const batch = {
          rows: moved.rows,
          order,
          start: 0,
          end: rows.size,
          batchSize: rows.size,
          weights: meanOne(weights),
        };
        await steps.take(batch, [settings]);
        this.#keep(await steps.finish(settings));
        return log.all[0]!;
      });
    });
  }

  /** Loss, inertia and use of the centres on data; nothing changes. */
  async evaluate(data: SamplesInput, options: PassOptions = {}): Promise<Evaluation> {
    const caller = "KMeansNetwork.evaluate";
    const { weights, signal } = checkedPassOptions(caller, options);
    const rows = await this.#samples(caller, data);
    requireWeights(caller, weights, rows.size);
    await useBackend();
    const centers = await this.readCenters();
    const loss = await lossOf(rows, centers, this.temperature, weights, signal);
    const { assignments, squaredDistances } = await nearest(rows, centers, this.k, signal);
    return {
      loss,
      inertia: inertiaOf(squaredDistances, weights),
      usedClusters: usedClusters(assignments, this.k),
      collapsed: isCollapsed(assignments, this.k),
    };
  }

  /**
   * Index of the nearest centre of every sample, argmax_i s_i, the lowest one on a tie. Computed in float64 off the
   * backend, so that one by one, in bulk and on every backend a sample gets the same centre.
   */
  async assign(data: SamplesInput, options: Pick<PassOptions, "signal"> = {}): Promise<Int32Array> {
    const { signal } = checkedPassOptions("KMeansNetwork.assign", options, ["signal"]);
    const rows = await this.#samples("KMeansNetwork.assign", data);
    return (await nearest(rows, await this.readCenters(), this.k, signal)).assignments;
  }

  /** Euclidean distances of every sample to every centre, row by row, n×k. */
  async transform(data: SamplesInput, options: Pick<PassOptions, "signal"> = {}): Promise<Float32Array> {
    const { signal } = checkedPassOptions("KMeansNetwork.transform", options, ["signal"]);
    const rows = await this.#samples("KMeansNetwork.transform", data);
    return distances(rows, await this.readCenters(), this.k, signal);
  }

  /** Σ w‖x − nearest centre‖². */
  async inertia(data: SamplesInput, options: PassOptions = {}): Promise<number> {
    const { weights, signal } = checkedPassOptions("KMeansNetwork.inertia", options);
    const rows = await this.#samples("KMeansNetwork.inertia", data);
    requireWeights("KMeansNetwork.inertia", weights, rows.size);
    const { squaredDistances } = await nearest(rows, await this.readCenters(), this.k, signal);
    return inertiaOf(squaredDistances, weights);
  }

  /** −inertia, so that more is better, as scikit-learn's `KMeans.score`. */
  async score(data: SamplesInput, options: PassOptions = {}): Promise<number> {
    return -(await this.inertia(data, options));
  }

  /** A copy of the centres, row by row, k×d. */
  async readCenters(): Promise<Float32Array> {
    const known = this.#known;
    if (known !== undefined) return known.slice();
    const { centers } = this;
    const of = centers.dataId;
    const values = Float32Array.from(await centers.data());
    this.#copy = { values, of };
    return values.slice();
  }

  /**
   * The network as plain data, for `JSON.stringify`; `fromJSON` makes the same network of it, bit for bit. While a
   * training runs on WebGPU, whose memory cannot be read at once, it throws tfjs's error: wait for `fit`.
   */
  toJSON(): KMeansNetworkJSON {
    const values = this.#known ?? (this.#variable?.dataSync() as Float32Array | undefined);
    return {
      format: "elbow-kmeans-network",
      version: 1,
      k: this.k,
      features: this.features,
      ...this.#fixed(),
      centers: values === undefined ? null : encodeFloat32(values),
    };
  }

  /**
   * The network of {@link toJSON}.
   *
   * @throws TypeError if it is something else, RangeError if its centres do not fit.
   */
  static fromJSON(json: KMeansNetworkJSON): KMeansNetwork {
    const caller = "KMeansNetwork.fromJSON";
    if (json?.format !== "elbow-kmeans-network" || json.version !== 1)
      throw new TypeError(
        `${caller}: expected format "elbow-kmeans-network" version 1, got ${shown(json?.format)} version ${shown(json?.version)}`,
      );
    const { k, features, temperature, reduction, gradient, update, centers } = json;
    checkNumbers(caller, { temperature: [temperature, "> 0"] });
    const network = new KMeansNetwork({ k, features, temperature, reduction, gradient, update });
    if (centers !== null)
      network.#set(requireCenters(caller, decodeFloat32(caller, "centers", centers), k, features));
    return network;
  }

  /**
   * Frees the centres on the backend, at the end of a training if one is under way; the network then has none until
   * `init`.
   */
  dispose(): void {
    if (this.#changes.isBusy) {
      this.#isDisposed = true;
      return;
    }
    this.#variable?.dispose();
    this.#variable = undefined;
    this.#copy = undefined;
    this.#isDisposed = false;
    this.#kernel.dispose();
  }

  /** {@link dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #samples(caller: string, data: SamplesInput): Promise<Samples> {
    return toSamples(caller, data, { features: this.features });
  }

  #fixed(): Objective & { temperature: number } {
    const { temperature, reduction, gradient, update } = this;
    return { temperature, reduction, gradient, update };
  }

  async #exclusive<T>(caller: string, run: () => Promise<T>): Promise<T> {
    try {
      return await this.#changes.run(caller, run);
    } finally {
      if (this.#isDisposed && !this.#changes.isBusy) this.dispose();
    }
  }

  /**
   * Gives `run` the steps of a training, and frees what they kept when it ends.
   *
   * @param origin of the samples that the steps will be given.
   * @throws ElbowBackendError `device-lost` if the GPU is lost on the way.
   */
  async #train<T>(
    caller: string,
    log: LossLog,
    origin: Moved["origin"],
    run: (steps: DivergenceGuard) => Promise<T>,
  ): Promise<T> {
    try {
      const kernel = await this.#kernel.for(this.k);
      const onLoss: OnLoss = (loss, size) => log.add(loss, size);
      const steps = new DivergenceGuard(caller, this.centers, kernel, onLoss, origin);
      try {
        return await run(steps);
      } finally {
        steps.dispose();
      }
    } catch (error) {
      throw await gpuFailure(error);
    }
  }

  #set(values: Float32Array): void {
    this.#variable?.dispose();
    this.#variable = undefined;
    this.#keep(values);
  }

  /** Keeps a copy of what the centres are now. */
  #keep(values: Float32Array): void {
    this.#copy = { values, of: this.#variable?.dataId };
  }

  /** The copy, if it still is what the centres are. */
  get #known(): Float32Array | undefined {
    return this.#copy !== undefined && this.#copy.of === this.#variable?.dataId
      ? this.#copy.values
      : undefined;
  }

  /** Puts the centres on the backend, choosing one first where the program has not. */
  async #upload(): Promise<void> {
    await useBackend();
    this.centers;
  }

  #flatten(caller: string, x: Tensor): Tensor2D {
    const [n = 0, ...rest] = x.shape;
    if (x.rank < 2 || x.size !== n * this.features)
      throw new RangeError(
        `${caller}: expected x of shape [n, …] with ${this.features} features, got [${[n, ...rest]}]`,
      );
    return reshape(x, [n, this.features]);
  }
}

/** Mean square of the error, of data and centres moved to the origin. */
async function lossOf(
  rows: Rows,
  centers: Float32Array,
  temperature: number,
  weights: PassOptions["weights"],
  signal: AbortSignal | undefined,
): Promise<number> {
  const moved = movedToOrigin(rows);
  const d = rows.features;
  const values = tensor2d(minusOrigin(centers, moved.origin), [centers.length / d, d]);
  try {
    return await meanSquaredError(moved.rows, values, temperature, weights, signal);
  } finally {
    values.dispose();
  }
}

function checkedPassOptions(
  caller: string,
  options: PassOptions,
  names: readonly (keyof PassOptions)[] = ["weights", "signal"],
): PassOptions {
  checkOptions(caller, options, names);
  checkKinds(caller, { signal: [options.signal, "AbortSignal or undefined"] });
  return options;
}
