import { useBackend } from "@elbowjs/backend";
import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { reshape, softmax, type Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { checkImageTensor } from "../images.js";
import { relu } from "../layers/activation.js";
import { batchNorm } from "../layers/batch-norm.js";
import { conv2d } from "../layers/conv2d.js";
import { checkInteger, type Pass, type Weight } from "../layers/layer.js";
import { linear } from "../layers/linear.js";
import { Sequential } from "../sequential.js";
import { checkSeed, stream } from "../streams.js";
import { loadState, readState } from "../torch-state.js";
import { type ClassifierEvaluation, evaluateClassifier } from "./evaluate-classifier.js";
import { type ClassifierFitOptions, type ClassifierReport, fitClassifier } from "./fit-classifier.js";
import { globalAveragePool } from "./global-average-pool.js";
import type { LabelledSplit } from "./labelled-images.js";

/** Options of {@link ImageClassifier.create}. */
export interface ImageClassifierOptions {
  /** Classes to tell apart; an integer ≥ 2. Default 10. */
  readonly classes?: number;
  /** `[height, width, channels]` of the images. Default [28, 28, 1]. */
  readonly imageShape?: readonly [number, number, number];
  /** Filters of each convolution, the last of which are the features; integers ≥ 1. Default [16, 32, 48, 64]. */
  readonly filters?: readonly number[];
  /** Where the initial weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/**
 * A small convolutional classifier, the yardstick for generated images: convolutions 3×3 with padding 1, the first at stride 1
 * and the others at 2, each followed by ReLU and batch normalisation; the mean over the image of each filter of the last, which
 * are the features; and a linear map to logits.
 */
export class ImageClassifier {
  /** Every option, with its default filled in. */
  readonly options: Required<ImageClassifierOptions>;
  /** Images to features. */
  readonly body: Sequential;
  /** Features to logits. */
  readonly head: Sequential;
  #disposed = false;

  /**
   * A new classifier with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless
   * the program has set one.
   *
   * @throws RangeError if an option is outside its range.
   */
  static async create({
    classes = 10,
    imageShape = [28, 28, 1],
    filters = [16, 32, 48, 64],
    seed = 0,
  }: ImageClassifierOptions = {}): Promise<ImageClassifier> {
    checkInteger("create", "classes", classes, 2);
    checkSeed("create", seed);
    if (!(Array.isArray(imageShape) && imageShape.length === 3))
      throw new RangeError(`create: expected imageShape [height, width, channels], got [${imageShape}]`);
    for (const extent of imageShape) checkInteger("create", "every side of imageShape", extent, 1);
    if (!(Array.isArray(filters) && filters.length > 0))
      throw new RangeError(`create: expected filters of at least one convolution, got [${filters}]`);
    for (const count of filters) checkInteger("create", "every count of filters", count, 1);
    await useBackend();
    return new ImageClassifier({ classes, imageShape, filters, seed });
  }

  /**
   * A classifier from a file that {@link ImageClassifier.toSafetensors} wrote.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<ImageClassifier> {
    const { tensors, metadata } = readSafetensors(bytes);
    const options = metadata[format];
    if (options === undefined)
      throw new RangeError(
        "fromSafetensors: expected a file that ImageClassifier wrote, got one without its options",
      );
    const classifier = await ImageClassifier.create(JSON.parse(options) as ImageClassifierOptions);
    try {
      loadState("fromSafetensors", classifier.weights(), tensors);
      return classifier;
    } catch (error) {
      classifier.dispose();
      throw error;
    }
  }

  /** Use {@link ImageClassifier.create}: it also chooses the backend. */
  private constructor(options: Required<ImageClassifierOptions>) {
    this.options = options;
    const { classes, imageShape, filters, seed } = options;
    const random = stream(seed, "weights");
    const uniform = (bound: number, count: number) => Float32Array.from(random.uniform(-bound, bound, count));
    const convolutions = filters.flatMap((channels, i) => [
      conv2d({ channels, kernel: 3, padding: 1, stride: i === 0 ? 1 : 2 }),
      relu(),
      batchNorm(),
    ]);
    this.body = new Sequential(imageShape, [...convolutions, globalAveragePool()], uniform);
    this.head = new Sequential(this.body.outputShape, [linear({ units: classes })], uniform);
  }

  /** The weights and running statistics under PyTorch's names, `body.0.weight`. */
  weights(): Map<string, Weight> {
    const named = new Map<string, Weight>();
    for (const part of ["body", "head"] as const)
      for (const [name, weight] of this[part].namedWeights()) named.set(`${part}.${name}`, weight);
    return named;
  }

  /**
   * The features of images, in evaluation mode: what the linear map to the logits is given.
   *
   * @param x images in [0, 1], shape `[n, height, width, channels]` or `[n, pixels]`.
   * @returns shape `[n, filters.at(-1)]`; the caller disposes of it.
   * @throws RangeError if the shape is wrong.
   */
  features(x: Tensor): Tensor2D {
    return this.#features("features", x, evaluation);
  }

  /** Class probabilities of features that {@link ImageClassifier.features} gave, shape `[n, classes]`. */
  classifyFeatures(features: Tensor2D): Tensor2D {
    this.#check("classifyFeatures");
    return tidy(() => softmax(this.head.apply(features, evaluation) as Tensor2D));
  }

  /**
   * Class probabilities, in evaluation mode: softmax of the logits.
   *
   * @param x images in [0, 1], shape `[n, height, width, channels]` or `[n, pixels]`.
   * @returns shape `[n, classes]`, every row of sum 1; the caller disposes of it.
   * @throws RangeError if the shape is wrong.
   */
  classify(x: Tensor): Tensor2D {
    return tidy(() => this.classifyFeatures(this.#features("classify", x, evaluation)));
  }

  /**
   * Logits of images.
   *
   * @param training batch statistics, and the running statistics move. Default false.
   * @returns shape `[n, classes]`; the caller disposes of it.
   */
  logits(x: Tensor, { training = false }: { readonly training?: boolean } = {}): Tensor2D {
    const pass: Pass = { ...evaluation, training };
    return tidy(() => this.head.apply(this.#features("logits", x, pass), pass) as Tensor2D);
  }

  /** Trains the classifier in place; see {@link ClassifierFitOptions}. */
  fit(images: LabelledSplit, options: ClassifierFitOptions = {}): Promise<readonly ClassifierReport[]> {
    this.#check("fit");
    return fitClassifier(this, images, options);
  }

  /** Accuracy, cross-entropy and confidence on labelled images; see {@link ClassifierEvaluation}. */
  evaluate(
    images: LabelledSplit,
    options: { readonly batchSize?: number } = {},
  ): Promise<ClassifierEvaluation> {
    this.#check("evaluate");
    return evaluateClassifier(this, images, options);
  }

  /**
   * The classifier as a safetensors file: PyTorch's state dict with the options in the metadata.
   *
   * @param dtype F32 (default) keeps every bit; F16 halves the file.
   */
  async toSafetensors(dtype: "F32" | "F16" = "F32"): Promise<Uint8Array> {
    this.#check("toSafetensors");
    return writeSafetensors(await readState(this.weights()), {
      metadata: { [format]: JSON.stringify(this.options) },
      dtype,
    });
  }

  /** Frees the weights; the classifier is of no use afterwards. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.body.dispose();
    this.head.dispose();
  }

  #features(who: string, x: Tensor, pass: Pass): Tensor2D {
    this.#check(who);
    const { imageShape } = this.options;
    checkImageTensor(who, x, imageShape);
    return tidy(() => this.body.apply(reshape(x, [x.shape[0]!, ...imageShape]), pass) as Tensor2D);
  }

  #check(who: string): void {
    if (this.#disposed) throw new Error(`${who}: expected a classifier in use, got one that was disposed of`);
  }
}

/** The classifier's name in files. */
const format = "image-classifier";

/** No dropout, hence no random numbers. */
const evaluation: Pass = { training: false, random: () => 0 };
