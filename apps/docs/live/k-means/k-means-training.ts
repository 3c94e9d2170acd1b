import { confusionTable, DivergenceError, KMeansNetwork, purity } from "@elbowjs/kmeans-nn";
import { type Dataset, type DownloadProgress, openDataset } from "@elbowjs/mnist-data";
import { PCG64, permutation } from "@elbowjs/numpy-random";
import { ownSplit, sampledPixels } from "../data/own-split.js";
import { shownBackend } from "../shown-backend.js";
import type { Measurement, Start } from "./k-means-messages.js";
import { digitCount, type KMeansSettings, seedingOf } from "./k-means-settings.js";

/** The dataset opened last; a new run on the same data need not open it again. */
let opened: { name: string; dataset: Promise<Dataset> } | undefined;

function open(
  name: KMeansSettings["data"],
  onProgress: (progress: DownloadProgress) => void,
): Promise<Dataset> {
  if (opened?.name !== name) {
    const dataset = openDataset(name, { size: digitCount, seed: 0, onProgress });
    opened = { name, dataset };
    dataset.catch(() => (opened = undefined));
  }
  return opened.dataset;
}

/** What a training learns from and is measured on. */
interface Images extends Pick<Dataset, "train" | "test" | "source"> {
  readonly labelled: boolean;
}

async function openOwn(files: readonly File[]): Promise<Images> {
  const { split, labelled } = await ownSplit(files);
  return {
    train: split,
    test: split,
    source: `${split.size} images of your own, which stay in this page`,
    labelled,
  };
}

/** A training whose loss has left all bounds, with the centres from before. */
export class Divergence extends Error {
  override readonly name = "Divergence";
  readonly centers: Float32Array;
  readonly step: number;

  constructor(
    step: number,
    loss: number,
    firstLoss: number,
    good: { readonly step: number; readonly centers: Float32Array },
  ) {
    const now = Number.isFinite(loss) ? loss.toPrecision(3) : "no number";
    super(
      `Diverged at step ${step}: the loss of its batch is ${now}, more than ten times the first, ${firstLoss.toPrecision(3)}. ` +
        `The centres shown are those of step ${good.step}. A lower learning rate keeps them.`,
    );
    this.step = good.step;
    this.centers = good.centers;
  }
}

/**
 * A training of the k-means network that can be taken one step at a time. It takes the steps of `KMeansNetwork.fit`
 * with the same options, in the same order, so the code that the page exports ends at the same centres.
 */
export class KMeansTraining {
  readonly start: Start;
  #settings: KMeansSettings;
  readonly #dataset: Images;
  readonly #network: KMeansNetwork;
  #order: Int32Array = new Int32Array(0);
  #step = 0;
  #firstLoss: number | undefined;
  /** The centres at the last report that was no worse than the start. */
  #good: { step: number; centers: Float32Array };

  private constructor(settings: KMeansSettings, dataset: Images, network: KMeansNetwork, start: Start) {
    this.#settings = settings;
    this.#dataset = dataset;
    this.#network = network;
    this.start = start;
    this.#good = { step: 0, centers: start.centers };
  }

  /** Opens the data, chooses the backend and draws the first centres. */
  static async open(
    settings: KMeansSettings,
    files: readonly File[],
    onProgress: (progress: DownloadProgress) => void,
    onLost: (message: string) => void,
  ): Promise<KMeansTraining> {
    const { k, temperature, reduction, gradient, seed } = settings;
    const dataset: Images =
      files.length > 0
        ? await openOwn(files)
        : { ...(await open(settings.data, onProgress)), labelled: true };
    if (dataset.train.size < k)
      throw new RangeError(
        `${k} centres want at least ${k} images, and these are ${dataset.train.size}. Lower k.`,
      );
    // A visitor who asks for WebGPU by name may have a software one only: slow, but what was asked for.
    const backend = await shownBackend(
      settings.backend === "auto" ? {} : { prefer: [settings.backend], allowSoftwareGpu: true },
      onLost,
    );
    const network = new KMeansNetwork({ k, features: 784, temperature, reduction, gradient });
    await network.init(seedingOf(settings, dataset.labelled), dataset.train, { seed });
    const stepsPerEpoch = Math.ceil(dataset.train.size / settings.batchSize);
    return new KMeansTraining(settings, dataset, network, {
      backend,
      source: dataset.source,
      labelled: dataset.labelled,
      centers: await network.readCenters(),
      stepsPerEpoch,
      steps: stepsPerEpoch * settings.epochs,
      samples: sampledPixels(dataset.test),
    });
  }

  /** Steps taken so far. */
  get step(): number {
    return this.#step;
  }

  /** Steps in all, as the settings are now. */
  get steps(): number {
    return this.start.stepsPerEpoch * this.#settings.epochs;
  }

  get done(): boolean {
    return this.#step >= this.steps;
  }

  /** Goes on with another learning rate, to another last epoch. */
  change(settings: Pick<KMeansSettings, "learningRate" | "epochs">): void {
    this.#settings = { ...this.#settings, ...settings };
  }

  /**
   * Takes the next step and returns its loss.
   *
   * @throws Divergence far before float32 ends: when the loss is ten times that of the first batch.
   */
  async next(): Promise<number> {
    const { train } = this.#dataset;
    const { batchSize, learningRate, seed } = this.#settings;
    const { stepsPerEpoch } = this.start;
    const batch = this.#step % stepsPerEpoch;
    if (batch === 0) this.#order = permutation(new PCG64([seed, this.#step / stepsPerEpoch]), train.size);
    const samples = train.subset(this.#order.subarray(batch * batchSize, (batch + 1) * batchSize));
    const loss = await this.#network.partialFit(samples, { learningRate }).catch((error: unknown) => {
      // One step may lead from a fair loss to no number at all.
      if (error instanceof DivergenceError) return Number.NaN;
      throw error;
    });
    this.#step++;
    this.#firstLoss ??= loss;
    if (!(loss <= 10 * this.#firstLoss)) throw new Divergence(this.#step, loss, this.#firstLoss, this.#good);
    return loss;
  }

  /** The centres as they are; those of a loss no higher than the first are kept for a divergence. */
  async centers(loss?: number): Promise<Float32Array> {
    const centers = await this.#network.readCenters();
    if (loss !== undefined && loss <= this.#firstLoss!) this.#good = { step: this.#step, centers };
    return centers;
  }

  /** How the centres fit the first thousand test images. */
  async measure(): Promise<Measurement> {
    const test = this.#dataset.test.take(Math.min(1000, this.#dataset.test.size));
    const [{ loss, usedClusters, collapsed }, assignments] = await Promise.all([
      this.#network.evaluate(test),
      this.#network.assign(test),
    ]);
    const shared = { step: this.#step, loss, usedClusters, collapsed };
    if (!this.#dataset.labelled) return { ...shared, table: undefined, purity: 0 };
    const classes = Math.max(10, test.classes);
    const table = confusionTable(test.labels, assignments, { classes, k: this.#network.k });
    return { ...shared, table, purity: purity(table) };
  }

  /** The centre nearest to an image, and the distance of each. */
  async recognise(image: Float32Array): Promise<{ center: number; distances: Float32Array }> {
    const samples = { data: image, shape: [1, 784] };
    const [center = 0] = await this.#network.assign(samples);
    return { center, distances: await this.#network.transform(samples) };
  }

  dispose(): void {
    this.#network.dispose();
  }
}
