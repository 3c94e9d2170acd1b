import { useBackend } from "@elbowjs/backend";
import {
  type Rank,
  reshape,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
  type Variable,
  variable,
} from "@tensorflow/tfjs-core";
import { requireOneOf, requirePositiveInteger, requireSeed } from "./argument.js";
import { decodeFloat32, encodeFloat32 } from "./base64.js";
import { isCollapsed, usedClusters } from "./cluster-usage.js";
import { type FitOptions, type History, runEpochs } from "./fit.js";
import { LossLog } from "./loss-log.js";
import { distances, inertiaOf, nearest } from "./nearest.js";
import type {
  Evaluation,
  InitOptions,
  KMeansNetworkJSON,
  KMeansNetworkOptions,
  PassOptions,
  StepRates,
} from "./network-options.js";
import {
  GRADIENT_KINDS,
  type GradientKind,
  type Objective,
  REDUCTIONS,
  type Reduction,
  requireRates,
  UPDATE_RULES,
  type UpdateRule,
} from "./objective.js";
import { centerScores, reconstructionError, softShares } from "./reconstruction.js";
import { meanSquaredError } from "./reconstruction-loss.js";
import { emptyRows, type Samples, toRows } from "./samples.js";
import { drawBestCenters, requireCenters, SEEDINGS, type Seeding } from "./seeding.js";
import type { StepSettings } from "./step.js";
import { Trainer } from "./trainer.js";
import { meanOne, requireWeights } from "./weights.js";

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

  readonly #trainer: Trainer = new Trainer();
  /** The centres on the backend, made when first needed. */
  #variable: Variable<Rank.R2> | undefined;
  /** The same centres in memory; undefined when a training has moved on. */
  #values: Float32Array | undefined;

  constructor({
    k,
    features,
    temperature = 20,
    reduction = "mean",
    gradient = "soft",
    update = "gradient",
  }: KMeansNetworkOptions) {
    requirePositiveInteger("KMeansNetwork", "k", k);
    requirePositiveInteger("KMeansNetwork", "features", features);
    if (!(temperature > 0 && temperature < Infinity))
      throw new RangeError(`KMeansNetwork: expected temperature above 0, got ${temperature}`);
    requireOneOf("KMeansNetwork", "reduction", reduction, REDUCTIONS);
    requireOneOf("KMeansNetwork", "gradient", gradient, GRADIENT_KINDS);
    requireOneOf("KMeansNetwork", "update", update, UPDATE_RULES);
    this.k = k;
    this.features = features;
    this.temperature = temperature;
    this.reduction = reduction;
    this.gradient = gradient;
    this.update = update;
  }

  /** The parameter C, [k, d], for use with tfjs's own operations; it belongs to the network. */
  get centers(): Variable<Rank.R2> {
    if (this.#variable === undefined) {
      const values = this.#values;
      if (values === undefined) throw new Error("KMeansNetwork: expected centres, got none; call init first");
      this.#variable = tidy(() => variable(tensor2d(values.slice(), [this.k, this.features])));
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
  async init(
    from: Seeding | Float32Array,
    data?: Samples,
    { seed, nInit = 1, weights, signal }: InitOptions = {},
  ): Promise<void> {
    this.#trainer.requireIdle("init");
    if (from instanceof Float32Array) {
      this.#set(requireCenters("init", from, this.k, this.features));
      return this.#upload();
    }
    requireOneOf("init", "from", from, SEEDINGS);
    requirePositiveInteger("init", "nInit", nInit);
    requireSeed("init", seed);
    if (data === undefined && (from !== "uniform" || nInit > 1))
      throw new TypeError(`init: expected data to draw '${from}' centres from, got none`);
    const rows = data === undefined ? emptyRows(this.features) : await toRows("init", data, this.features);
    requireWeights("init", weights, rows.size);
    this.#set(await drawBestCenters("init", from, rows, nInit, { k: this.k, seed, weights, signal }));
    return this.#upload();
  }

  /**
   * Error of the reconstruction, e = p·C − x₀ with x₀ the flattened input, by differentiable operations of tfjs.
   * e + x₀ is the centre chosen for each input.
   *
   * @param x Samples `[n, …]` of `features` numbers each.
   * @returns e, [n, d]; the caller disposes it.
   */
  forward(x: Tensor): Tensor2D {
    return tidy(() => reconstructionError(this.#flatten("forward", x), this.centers, this.temperature));
  }

  /** Shares p = softmax(temperature · s) of the centres in each input, [n, k]; the caller disposes them. */
  shares(x: Tensor): Tensor2D {
    return tidy(() => softShares(centerScores(this.#flatten("shares", x), this.centers), this.temperature));
  }

  /**
   * Trains by SGD. The network must have centres.
   *
   * @throws DivergenceError if a loss is not finite; the last good centres are kept.
   * @throws RangeError for an option outside its interval; the signal's reason when aborted.
   */
  async fit(data: Samples, options: FitOptions = {}): Promise<History> {
    const { epochs = 10, batchSize = 64, learningRate = 4.5, shuffle = true, seed = 0 } = options;
    requirePositiveInteger("fit", "epochs", epochs);
    requirePositiveInteger("fit", "batchSize", batchSize);
    requireSeed("fit", seed);
    requireRates("fit", this, learningRate, options.temperature);
    const rows = await toRows("fit", data, this.features);
    requireWeights("fit", options.weights, rows.size);
    const batches = Math.ceil(rows.size / batchSize);
    const log = new LossLog(batches, epochs * batches, options.onBatch);
    return this.#trainer.train("fit", this, log, async (steps) => {
      this.#values = undefined;
      const { history, centers } = await runEpochs(
        steps,
        log,
        rows,
        meanOne(options.weights),
        this.#fixed(),
        {
          ...options,
          epochs,
          batchSize,
          learningRate,
          shuffle,
          seed,
        },
      );
      this.#values = centers;
      return history;
    });
  }

  /**
   * Takes one step with all the samples given as the batch.
   *
   * @returns The loss before the step, mean square over batch and features.
   * @throws DivergenceError as {@link fit} does.
   */
  async partialFit(
    data: Samples,
    { learningRate = 4.5, temperature, weights }: Pick<FitOptions, "weights"> & StepRates = {},
  ): Promise<number> {
    requireRates("partialFit", this, learningRate, temperature);
    const rows = await toRows("partialFit", data, this.features);
    requireWeights("partialFit", weights, rows.size);
    const log = new LossLog(1, 1, undefined);
    return this.#trainer.train("partialFit", this, log, async (steps) => {
      this.#values = undefined;
      const order = Int32Array.from({ length: rows.size }, (_, i) => i);
      const fixed = this.#fixed();
      const settings: StepSettings = {
        ...fixed,
        learningRate,
        temperature: temperature ?? fixed.temperature,
      };
      const batch = {
        rows,
        order,
        start: 0,
        end: rows.size,
        batchSize: rows.size,
        weights: meanOne(weights),
      };
      await steps.take(batch, [settings]);
      this.#values = await steps.finish(settings);
      return log.all[0]!;
    });
  }

  /** Loss, inertia and use of the centres on data; nothing changes. */
  async evaluate(data: Samples, { weights, signal }: PassOptions = {}): Promise<Evaluation> {
    const rows = await toRows("evaluate", data, this.features);
    requireWeights("evaluate", weights, rows.size);
    await useBackend();
    const loss = await meanSquaredError(rows, this.centers, this.temperature, weights, signal);
    const { assignments, squaredDistances } = await nearest(rows, await this.readCenters(), this.k, signal);
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
  async assign(data: Samples, { signal }: Pick<PassOptions, "signal"> = {}): Promise<Int32Array> {
    const rows = await toRows("assign", data, this.features);
    return (await nearest(rows, await this.readCenters(), this.k, signal)).assignments;
  }

  /** Euclidean distances of every sample to every centre, row by row, n×k. */
  async transform(data: Samples, { signal }: Pick<PassOptions, "signal"> = {}): Promise<Float32Array> {
    const rows = await toRows("transform", data, this.features);
    return distances(rows, await this.readCenters(), this.k, signal);
  }

  /** Σ w‖x − nearest centre‖². */
  async inertia(data: Samples, { weights, signal }: PassOptions = {}): Promise<number> {
    const rows = await toRows("inertia", data, this.features);
    requireWeights("inertia", weights, rows.size);
    const { squaredDistances } = await nearest(rows, await this.readCenters(), this.k, signal);
    return inertiaOf(squaredDistances, weights);
  }

  /** −inertia, so that more is better, as scikit-learn's `KMeans.score`. */
  async score(data: Samples, options: PassOptions = {}): Promise<number> {
    return -(await this.inertia(data, options));
  }

  /** A copy of the centres, row by row, k×d. */
  async readCenters(): Promise<Float32Array> {
    if (this.#values !== undefined) return this.#values.slice();
    return Float32Array.from(await this.centers.data());
  }

  /**
   * The network as plain data, for `JSON.stringify`; `fromJSON` makes the same network of it, bit for bit. While a
   * training runs on WebGPU, whose memory cannot be read at once, it throws tfjs's error: wait for `fit`.
   */
  toJSON(): KMeansNetworkJSON {
    const values = this.#values ?? this.#variable?.dataSync();
    return {
      format: "elbow-kmeans-network",
      version: 1,
      k: this.k,
      features: this.features,
      temperature: this.temperature,
      reduction: this.reduction,
      gradient: this.gradient,
      update: this.update,
      centers: values === undefined ? null : encodeFloat32(values as Float32Array),
    };
  }

  /**
   * The network of {@link toJSON}.
   *
   * @throws TypeError if it is something else, RangeError if its centres do not fit.
   */
  static fromJSON(json: KMeansNetworkJSON): KMeansNetwork {
    if (json?.format !== "elbow-kmeans-network" || json.version !== 1)
      throw new TypeError(
        `fromJSON: expected format "elbow-kmeans-network" version 1, got ${JSON.stringify(json?.format)} version ${json?.version}`,
      );
    const network = new KMeansNetwork(json);
    if (json.centers !== null)
      network.#set(requireCenters("fromJSON", decodeFloat32(json.centers), network.k, network.features));
    return network;
  }

  /** Frees the centres on the backend; the network then has none until `init`. */
  dispose(): void {
    this.#variable?.dispose();
    this.#variable = undefined;
    this.#values = undefined;
    this.#trainer.dispose();
  }

  #fixed(): Objective & { temperature: number } {
    const { reduction, gradient, update, temperature } = this;
    return { reduction, gradient, update, temperature };
  }

  #set(values: Float32Array): void {
    this.#variable?.dispose();
    this.#variable = undefined;
    this.#values = values;
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
