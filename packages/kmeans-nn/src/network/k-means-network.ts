import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import { checkNoTraining, oneTraining } from "@elbowjs/runs";
import { type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import { type Rank, reshape, type Tensor, type Tensor2D, tidy, type Variable } from "@tensorflow/tfjs-core";
import type { PassesInput } from "../data/passes.js";
import { requireWeights } from "../data/weights.js";
import { distances, inertiaOf, nearest } from "../nearest/nearest.js";
import type { Seeding } from "../seeding/seeding.js";
import { KernelInUse } from "../steps/choose-kernel.js";
import type { GradientKind, Reduction, UpdateRule } from "../steps/objective.js";
import { centerScores, reconstructionError, softShares } from "../steps/reconstruction.js";
import { evaluateCenters } from "./evaluate.js";
import type { FitOptions, Training } from "./fit-options.js";
import { initialCenters } from "./initial-centers.js";
import { fromJSON, fromSafetensors, type SavedNetwork, toJSON, toSafetensors } from "./network-file.js";
import type {
  EvaluateOptions,
  Evaluation,
  InitOptions,
  KMeansNetworkJSON,
  KMeansNetworkOptions,
  NetworkSettings,
  PartialFitOptions,
  PassOptions,
  SaveOptions,
} from "./network-options.js";
import { checkedNetworkOptions } from "./network-options.js";
import { StoredCenters } from "./stored-centers.js";
import { fitNetwork, stepNetwork } from "./train.js";

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

  readonly #centers: StoredCenters;
  readonly #kernel = new KernelInUse();

  constructor(options: KMeansNetworkOptions) {
    const { k, features, temperature, reduction, gradient, update } = checkedNetworkOptions(options);
    this.k = k;
    this.features = features;
    this.temperature = temperature;
    this.reduction = reduction;
    this.gradient = gradient;
    this.update = update;
    this.#centers = new StoredCenters(k, features);
  }

  /**
   * The parameter C, [k, d], for use with tfjs's own operations and optimizers; it belongs to the network, which goes by
   * whatever is assigned to it.
   *
   * @throws Error if the network has no centres.
   */
  get centers(): Variable<Rank.R2> {
    return this.#centers.variable;
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
    return oneTraining(caller, this, async () => {
      this.#centers.set(await initialCenters(caller, this, from, data, options));
      await useBackend();
      this.centers; // on the backend from now on
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
      reconstructionError(
        this.#flatten("KMeansNetwork.forward", x),
        this.#centers.variable,
        this.temperature,
      ),
    );
  }

  /** Shares p = softmax(temperature · s) of the centres in each input, [n, k]; the caller disposes them. */
  shares(x: Tensor): Tensor2D {
    return tidy(() =>
      softShares(
        centerScores(this.#flatten("KMeansNetwork.shares", x), this.#centers.variable),
        this.temperature,
      ),
    );
  }

  /**
   * Trains by SGD. The network must have centres, or `resume`.
   *
   * A source is read in passes, window by window, in an order that is random by blocks (see `passes`); `weights` and `revive` need
   * the samples in memory. Floats that lie far from 0 beside their spread are best centred in the files.
   *
   * @param data Samples, or a source such as `openRows` of @elbowjs/row-files gives.
   *
   * @throws DivergenceError if a loss is not finite; the last good centres are kept.
   * @throws RangeError for an option outside its interval, or a checkpoint of another run; the signal's reason when
   *   aborted; Error while another training is under way.
   */
  async fit(data: PassesInput, options: FitOptions = {}): Promise<Training> {
    const caller = "KMeansNetwork.fit";
    return oneTraining(caller, this, () => fitNetwork(caller, this.#parts(), data, options));
  }

  /**
   * Takes one step with all the samples given as the batch.
   *
   * @returns The loss before the step, mean square over batch and features.
   * @throws DivergenceError as {@link fit} does.
   */
  async partialFit(data: SamplesInput, options: PartialFitOptions = {}): Promise<number> {
    const caller = "KMeansNetwork.partialFit";
    return oneTraining(caller, this, () => stepNetwork(caller, this.#parts(), data, options));
  }

  /** Loss, inertia and use of the centres on data; nothing changes. */
  async evaluate(data: SamplesInput, options: EvaluateOptions = {}): Promise<Evaluation> {
    const caller = "KMeansNetwork.evaluate";
    const samples = await this.#read(caller, data, options, ["weights", "signal", "batchSize"]);
    checkNumbers(caller, { batchSize: [options.batchSize, "integer ≥ 1 or undefined"] });
    await useBackend();
    return evaluateCenters(samples, await this.readCenters(), this.temperature, options);
  }

  /**
   * Index of the nearest centre of every sample, argmax_i s_i, the lowest one on a tie. Computed in float64 off the
   * backend, so that one by one, in bulk and on every backend a sample gets the same centre.
   */
  async assign(data: SamplesInput, options: Pick<PassOptions, "signal"> = {}): Promise<Int32Array> {
    const samples = await this.#read("KMeansNetwork.assign", data, options, ["signal"]);
    return (await nearest(samples, await this.readCenters(), this.k, options.signal)).assignments;
  }

  /** Euclidean distances of every sample to every centre, row by row, n×k. */
  async transform(data: SamplesInput, options: Pick<PassOptions, "signal"> = {}): Promise<Float32Array> {
    const samples = await this.#read("KMeansNetwork.transform", data, options, ["signal"]);
    return distances(samples, await this.readCenters(), this.k, options.signal);
  }

  /** Σ w‖x − nearest centre‖². */
  async inertia(data: SamplesInput, options: PassOptions = {}): Promise<number> {
    const samples = await this.#read("KMeansNetwork.inertia", data, options, ["weights", "signal"]);
    const { squaredDistances } = await nearest(samples, await this.readCenters(), this.k, options.signal);
    return inertiaOf(squaredDistances, options.weights);
  }

  /** −inertia, so that more is better, as scikit-learn's `KMeans.score`. */
  async score(data: SamplesInput, options: PassOptions = {}): Promise<number> {
    return -(await this.inertia(data, options));
  }

  /** A copy of the centres, row by row, k×d. */
  async readCenters(): Promise<Float32Array> {
    return this.#centers.read();
  }

  /**
   * The network as plain data, for `JSON.stringify`; `fromJSON` makes the same network of it, bit for bit. While a
   * training runs on WebGPU, whose memory cannot be read at once, it throws tfjs's error: wait for `fit`.
   */
  toJSON(): KMeansNetworkJSON {
    return toJSON({ settings: this.#settings(), centers: this.#centers.readSync() });
  }

  /**
   * The network of {@link toJSON}.
   *
   * @throws TypeError if it is something else, RangeError if its centres do not fit.
   */
  static fromJSON(json: KMeansNetworkJSON): KMeansNetwork {
    return KMeansNetwork.#of(fromJSON("KMeansNetwork.fromJSON", json));
  }

  /**
   * The network as a safetensors file: the tensor `centers`, [k, d], with `model`, `version` and `options` in the
   * metadata. The same network gives the same bytes.
   */
  async toSafetensors(options: SaveOptions = {}): Promise<Uint8Array> {
    const centers = this.#centers.exist ? await this.readCenters() : undefined;
    return toSafetensors("KMeansNetwork.toSafetensors", { settings: this.#settings(), centers }, options);
  }

  /**
   * The network of {@link toSafetensors}, or of a checkpoint of {@link fit}.
   *
   * @throws RangeError if the bytes are no such file, of a version not known here, or its centres do not fit.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<KMeansNetwork> {
    return KMeansNetwork.#of(fromSafetensors("KMeansNetwork.fromSafetensors", bytes));
  }

  /**
   * Frees the centres on the backend; the network then has none until `init`.
   *
   * @throws Error while it is trained.
   */
  dispose(): void {
    checkNoTraining("KMeansNetwork.dispose", this);
    this.#centers.dispose();
    this.#kernel.dispose();
  }

  /** {@link dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  static #of({ settings, centers }: SavedNetwork): KMeansNetwork {
    const network = new KMeansNetwork(settings);
    if (centers !== undefined) network.#centers.set(centers);
    return network;
  }

  #settings(): NetworkSettings {
    const { k, features, temperature, reduction, gradient, update } = this;
    return { k, features, temperature, reduction, gradient, update };
  }

  #parts(): Parameters<typeof fitNetwork>[1] {
    return { settings: this.#settings(), centers: this.#centers, kernel: this.#kernel };
  }

  #samples(caller: string, data: SamplesInput): Promise<Samples> {
    return toSamples(caller, data, { features: this.features });
  }

  /** The samples of a pass that changes nothing, with its options checked. */
  async #read(
    caller: string,
    data: SamplesInput,
    options: EvaluateOptions,
    names: readonly (keyof EvaluateOptions)[],
  ): Promise<Samples> {
    checkOptions(caller, options, names);
    checkKinds(caller, { signal: [options.signal, "AbortSignal or undefined"] });
    const samples = await this.#samples(caller, data);
    requireWeights(caller, options.weights, samples.size);
    return samples;
  }

  #flatten(caller: string, x: Tensor): Tensor2D {
    const [n = 0, ...rest] = x.shape;
    if (x.rank < 2 || x.size !== n * this.features)
      throw refusal(
        new RangeError(
          `${caller}: expected x of shape [n, …] with ${this.features} features, got [${[n, ...rest]}]`,
        ),
      );
    return reshape(x, [n, this.features]);
  }
}
