import { checkKinds, checkNumbers, refusal } from "@elbowjs/arguments";
import { ImageClassifier, nearestImages } from "@elbowjs/image-evaluation";
import { sizeOf } from "@elbowjs/layers";
import type { Samples } from "@elbowjs/samples";
import { type EpochReport, stream, type TrainOptions } from "@elbowjs/training";
import { add, dispose, square, sum, type Tensor, tensor, tidy, variableGrads } from "@tensorflow/tfjs-core";
import { hasTarget, isProbabilistic } from "../adversarial-loss.js";
import type { GanModel } from "../gan-model.js";
import { generatorStepLoss } from "../player-losses.js";
import { drawLatent } from "../prior.js";
import { diagnose } from "./diagnose.js";
import type { HealthOptions } from "./health-options.js";
import type { HealthMeasures } from "./health-report.js";
import { cellShares, groupSpread, median, totalSpread } from "./spread.js";

/** Training images among which the nearest is sought, at most; cells of the shares where there is no classifier. */
const [mostNearest, cells] = [5000, 10];

/** Measures both players while they train, and keeps the history. */
export class HealthMonitor {
  readonly #gan: GanModel;
  readonly #onHealth: NonNullable<HealthOptions["onHealth"]>;
  readonly #every: number | undefined;
  readonly #classifier: ImageClassifier | undefined;
  /** Held-out images, their labels, what training images the nearest is sought among. */
  readonly #real: Tensor;
  readonly #realLabels: readonly number[] | undefined;
  readonly #training: Samples;
  readonly #isHeldOut: boolean;
  /** The z of all reports, and the labels that go with them. */
  readonly #z: Tensor;
  readonly #history: HealthMeasures[] = [];
  #lastMade: Float32Array | undefined;
  #ofReal: { values: Float32Array; classes?: Int32Array; nearest?: number } | undefined;

  /**
   * @param heldOut undefined where there are none: the training images stand in, and copies cannot be told.
   * @throws RangeError or TypeError for options outside their range or kind.
   */
  static async create(
    caller: string,
    gan: GanModel,
    training: Samples,
    heldOut: Samples | undefined,
    options: Readonly<{ [name in keyof HealthOptions]: HealthOptions[name] | undefined }>,
  ): Promise<HealthMonitor> {
    const { onHealth, healthEvery, healthSize = 256, classifier } = options;
    checkKinds(caller, { onHealth: [onHealth, "function"] });
    checkNumbers(caller, {
      healthEvery: [healthEvery, "integer ≥ 1 or undefined"],
      healthSize: [healthSize, "integer ≥ 16"],
    });
    if (classifier !== undefined && !(classifier instanceof ImageClassifier))
      throw refusal(
        new TypeError(`${caller}: expected classifier to be an ImageClassifier, got ${typeof classifier}`),
      );
    return new HealthMonitor(gan, training, heldOut, {
      onHealth: onHealth!,
      every: healthEvery,
      size: healthSize,
      classifier,
    });
  }

  private constructor(
    gan: GanModel,
    training: Samples,
    heldOut: Samples | undefined,
    options: {
      readonly onHealth: NonNullable<HealthOptions["onHealth"]>;
      readonly every: number | undefined;
      readonly size: number;
      readonly classifier: ImageClassifier | undefined;
    },
  ) {
    this.#gan = gan;
    this.#onHealth = options.onHealth;
    this.#every = options.every;
    this.#classifier = options.classifier;
    this.#isHeldOut = heldOut !== undefined;
    const { packing, latent, prior, imageShape, classes, seed } = gan.options;
    const source = heldOut ?? training;
    const random = stream(seed, "evaluate", "health");
    const size = Math.max(
      packing,
      Math.min(options.size, source.size) - (Math.min(options.size, source.size) % packing),
    );
    const rows = chosen(source.size, size, random);
    this.#real = tensor(source.gather(rows), [size, ...imageShape]);
    this.#realLabels = classes > 0 ? rows.map((row) => source.labels![row]!) : undefined;
    this.#training = training.subset(chosen(training.size, Math.min(mostNearest, training.size), random));
    this.#z = drawLatent(prior, size, latent, random);
  }

  /** The options of a training with this monitor's calls in them. */
  watch<V>(options: TrainOptions<V>): TrainOptions<V> {
    const { onBatch, onEpoch } = options;
    const every = this.#every;
    return {
      ...options,
      ...((onBatch || every) && {
        onBatch: async (report) => {
          await onBatch?.(report);
          if (every && report.batch % every === 0 && report.batch < report.batches)
            await this.#report(report.epoch, report.batch);
        },
      }),
      onEpoch: async (report: EpochReport<V>, checkpoint) => {
        await this.#report(report.epoch, 0);
        await onEpoch?.(report, checkpoint);
      },
    };
  }

  dispose(): void {
    dispose([this.#real, this.#z]);
  }

  async #report(epoch: number, batch: number): Promise<void> {
    const measures = await this.#measure(epoch, batch);
    this.#history.push(measures);
    await this.#onHealth({ ...measures, alarms: diagnose(this.#history) });
  }

  async #measure(epoch: number, batch: number): Promise<HealthMeasures> {
    const made = this.#gan.generate(this.#z, this.#realLabels);
    try {
      const values = (await made.data()) as Float32Array;
      const [realScores, madeScores] = await this.#scores(made);
      const ofReal = await this.#measureReal();
      const madeClasses = await this.#classes(made);
      const width = sizeOf(this.#gan.options.imageShape);
      const pair = [ofReal.values, values] as const;
      const measures: HealthMeasures = {
        epoch,
        batch,
        ...judgement(this.#gan, realScores!, madeScores!),
        gradientNorm: await this.#gradientNorm(),
        change: this.#lastMade && meanDifference(this.#lastMade, values),
        spread: totalSpread(values, width) / totalSpread(ofReal.values, width),
        classSpread: this.#classSpread(pair, width, ofReal.classes, madeClasses),
        ...this.#shares(pair, width, ofReal.classes, madeClasses),
        nearest: {
          made: await this.#nearest(made),
          heldOut: ofReal.nearest,
        },
      };
      this.#lastMade = values;
      return measures;
    } finally {
      made.dispose();
    }
  }

  async #measureReal() {
    if (this.#ofReal) return this.#ofReal;
    const values = (await this.#real.data()) as Float32Array;
    const classes = await this.#classes(this.#real);
    const nearest = this.#isHeldOut ? await this.#nearest(this.#real) : undefined;
    this.#ofReal = { values, ...(classes && { classes }), ...(nearest !== undefined && { nearest }) };
    return this.#ofReal;
  }

  async #scores(made: Tensor): Promise<Float32Array[]> {
    const scores = [this.#real, made].map((x) => this.#gan.score(x, this.#realLabels));
    const read = await Promise.all(scores.map((score) => score.data()));
    dispose(scores);
    return read as Float32Array[];
  }

  async #nearest(images: Tensor): Promise<number> {
    const shape = this.#gan.options.imageShape;
    const found = await nearestImages(images, this.#training, { shape });
    return median(found.map(({ distance }) => distance));
  }

  async #gradientNorm(): Promise<number> {
    const generator = [...this.#gan.generator.namedWeights()].flatMap(([, { trainable, variable }]) =>
      trainable ? [variable] : [],
    );
    if (generator.length === 0) return Number.NaN;
    const norm = tidy(() => {
      const batch = { x: this.#real, labels: this.#realLabels };
      const running = [
        ...this.#gan.generator.namedWeights(),
        ...this.#gan.discriminator.namedWeights(),
      ].flatMap(([, { trainable, variable }]) => (trainable ? [] : [{ variable, value: variable.clone() }]));
      const { grads } = variableGrads(() => generatorStepLoss(this.#gan, batch, 0), generator);
      // A look must not move the running statistics.
      for (const { variable, value } of running) variable.assign(value);
      return Object.values(grads)
        .map((gradient) => sum(square(gradient)))
        .reduce((total, one) => add(total, one));
    });
    const [value] = await norm.data();
    norm.dispose();
    return Math.sqrt(value!);
  }

  async #classes(images: Tensor): Promise<Int32Array | undefined> {
    if (this.#classifier === undefined) return undefined;
    const logits = this.#classifier.classify(images);
    const values = await logits.data();
    logits.dispose();
    const count = this.#classifier.options.classes;
    return Int32Array.from({ length: values.length / count }, (_, i) => {
      const row = values.subarray(i * count, (i + 1) * count);
      return row.indexOf(Math.max(...row));
    });
  }

  #classSpread(
    [real, made]: readonly [Float32Array, Float32Array],
    width: number,
    realClasses: Int32Array | undefined,
    madeClasses: Int32Array | undefined,
  ): number | undefined {
    const [realGroups, madeGroups] = [this.#realLabels ?? realClasses, this.#realLabels ?? madeClasses];
    if (realGroups === undefined || madeGroups === undefined) return undefined;
    const [ofReal, ofMade] = [groupSpread(real, width, realGroups), groupSpread(made, width, madeGroups)];
    const ratios = [...ofMade].flatMap(([group, spread]) => {
      const wanted = ofReal.get(group);
      return wanted ? [spread / wanted] : [];
    });
    return ratios.length === 0
      ? undefined
      : ratios.reduce((total, ratio) => total + ratio, 0) / ratios.length;
  }

  #shares(
    [real, made]: readonly [Float32Array, Float32Array],
    width: number,
    realClasses: Int32Array | undefined,
    madeClasses: Int32Array | undefined,
  ): Pick<HealthMeasures, "shares" | "realShares" | "hasClasses"> {
    if (realClasses === undefined || madeClasses === undefined) {
      const [shares, realShares] = [made, real].map((rows) => cellShares(rows, real, width, cells));
      return { shares: shares!, realShares: realShares!, hasClasses: false };
    }
    const count = this.#classifier!.options.classes;
    const [shares, realShares] = [madeClasses, realClasses].map((classes) => {
      const found = new Array<number>(count).fill(0);
      for (const c of classes) found[c]! += 1 / classes.length;
      return found;
    });
    return { shares: shares!, realShares: realShares!, hasClasses: true };
  }
}

function chosen(size: number, count: number, random: ReturnType<typeof stream>): number[] {
  if (count === size) return Array.from({ length: size }, (_, i) => i);
  return Array.from(random.permutation(size).subarray(0, count), Number);
}

/** What the discriminator's outputs say of it. */
function judgement(
  gan: GanModel,
  real: Float32Array,
  made: Float32Array,
): Pick<HealthMeasures, "accuracy" | "estimate" | "estimateError" | "certainty"> {
  const { loss } = gan.options;
  const threshold = loss === "least-squares" ? 0.5 : 0;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
  const variance = (values: Float32Array) => {
    const centre = mean(values);
    return mean(values.map((value) => (value - centre) ** 2)) / values.length;
  };
  const share = (values: Float32Array, holds: (value: number) => boolean) =>
    values.filter(holds).length / values.length;
  // Each output as a belief in [0, 1]; a critic's has no scale.
  const belief = (value: number): number => {
    if (isProbabilistic(loss)) return 1 / (1 + Math.exp(-value));
    return Math.min(1, Math.max(0, hasTarget(loss) ? value : (value + 1) / 2));
  };
  return {
    accuracy: {
      real: share(real, (value) => value > threshold),
      made: share(made, (value) => value <= threshold),
    },
    estimate: mean(real) - mean(made),
    estimateError: Math.sqrt(variance(real) + variance(made)),
    certainty:
      loss === "wasserstein-gp" ? undefined : mean(Array.from(real, belief)) - mean(Array.from(made, belief)),
  };
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((total, value, i) => total + Math.abs(value - b[i]!), 0) / a.length;
}
