import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  batchNorm,
  checkImageTensor,
  conv2d,
  evaluation,
  globalAveragePool,
  linear,
  type Pass,
  relu,
  Sequential,
  type Weight,
  type WeightSource,
  weightsOf,
} from "@elbowjs/layers";
import type { SamplesInput } from "@elbowjs/samples";
import { Model, newModel, openModel, stream, type Training } from "@elbowjs/training";
import { reshape, softmax, type Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import {
  type ClassifierEvaluateOptions,
  type ClassifierEvaluation,
  evaluateClassifier,
} from "./evaluate-classifier.js";
import { type ClassifierFitOptions, fitClassifier } from "./fit-classifier.js";

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
export class ImageClassifier extends Model {
  /** The model's name in files. */
  readonly format = "image-classifier";
  /** Every option, with its default filled in. */
  readonly options: Required<ImageClassifierOptions>;
  /** Images to features. */
  readonly body: Sequential;
  /** Features to logits. */
  readonly head: Sequential;

  /**
   * A new classifier with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless
   * the program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or does not exist.
   */
  static async create(options: ImageClassifierOptions = {}): Promise<ImageClassifier> {
    const complete = completeOptions("ImageClassifier.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new ImageClassifier(complete, weights));
  }

  /**
   * A classifier from a file that {@link ImageClassifier.toSafetensors} wrote.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<ImageClassifier> {
    const caller = "ImageClassifier.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "image-classifier",
      (options, weights) => new ImageClassifier(completeOptions(caller, options), weights),
    );
  }

  /** Use {@link ImageClassifier.create}: it also chooses the backend. */
  private constructor(options: Required<ImageClassifierOptions>, weights: WeightSource) {
    super("ImageClassifier", weights);
    checkKinds("ImageClassifier", {
      options: [options, { classes: "number", imageShape: ["number"], filters: ["number"] }],
      weights: [weights, { make: "function", within: "function" }],
    });
    this.options = options;
    const { classes, imageShape, filters } = options;
    const convolutions = filters.flatMap((channels, i) => [
      conv2d({ channels, kernel: 3, padding: 1, stride: i === 0 ? 1 : 2 }),
      relu(),
      batchNorm(),
    ]);
    this.body = new Sequential(imageShape, [...convolutions, globalAveragePool()], weights.within("body"));
    this.head = new Sequential(this.body.outputShape, [linear({ units: classes })], weights.within("head"));
  }

  /** The weights and running statistics under PyTorch's names, `body.0.weight`. */
  weights(): Map<string, Weight> {
    return weightsOf({ body: this.body, head: this.head });
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
    this.caller("classifyFeatures");
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

  /**
   * Trains the classifier in place on the cross-entropy of shifted images; see {@link ClassifierFitOptions}.
   *
   * @param images with labels, of any kind that `toSamples` of @elbowjs/samples takes, values in [0, 1].
   */
  async fit(
    images: SamplesInput,
    options: ClassifierFitOptions = {},
  ): Promise<Training<ClassifierEvaluation>> {
    this.caller("fit");
    return fitClassifier(this, images, options);
  }

  /** Accuracy and cross-entropy on labelled images; see {@link ClassifierEvaluation}. */
  async evaluate(
    images: SamplesInput,
    options: ClassifierEvaluateOptions = {},
  ): Promise<ClassifierEvaluation> {
    this.caller("evaluate");
    return evaluateClassifier(this, images, options);
  }

  #features(method: string, x: Tensor, pass: Pass): Tensor2D {
    this.caller(method);
    const { imageShape } = this.options;
    checkImageTensor(`ImageClassifier.${method}`, x, imageShape);
    return tidy(() => this.body.apply(reshape(x, [x.shape[0]!, ...imageShape]), pass) as Tensor2D);
  }
}

function completeOptions(caller: string, options: ImageClassifierOptions): Required<ImageClassifierOptions> {
  checkOptions(caller, options, ["classes", "imageShape", "filters", "seed"]);
  const { classes = 10, imageShape = [28, 28, 1], filters = [16, 32, 48, 64], seed = 0 } = options;
  checkNumbers(caller, { classes: [classes, "integer ≥ 2"], seed: [seed, "integer ≥ 0"] });
  if (!(Array.isArray(imageShape) && imageShape.length === 3))
    throw new RangeError(`${caller}: expected imageShape [height, width, channels], got [${imageShape}]`);
  for (const extent of imageShape)
    checkNumbers(caller, { "every side of imageShape": [extent, "integer ≥ 1"] });
  if (!(Array.isArray(filters) && filters.length > 0))
    throw new RangeError(`${caller}: expected filters of at least one convolution, got [${filters}]`);
  for (const count of filters) checkNumbers(caller, { "every count of filters": [count, "integer ≥ 1"] });
  return { classes, imageShape, filters, seed };
}
