import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import {
  checkImageTensor,
  evaluation,
  type Pass,
  type Sequential,
  sizeOf,
  type WeightSource,
} from "@elbowjs/layers";
import { fingerprint, type SamplesInput } from "@elbowjs/samples";
import { newModel, openModel, stream, type Training } from "@elbowjs/training";
import {
  add,
  concat,
  mul,
  reshape,
  type Scalar,
  sub,
  type Tensor,
  type Tensor4D,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { discriminatorLoss, generatorLoss } from "../adversarial-loss.js";
import { checkTensors } from "../check-tensors.js";
import { meanDifference, type Side, Translator } from "./translator.js";
import { adversaryNetwork, translatorNetwork } from "./translator-layers.js";
import {
  completeNetworks,
  networkNames,
  type TranslatorFitOptions,
  type TranslatorNetworks,
} from "./translator-options.js";

/** Options of `PairedTranslator.create`. */
export interface PairedTranslatorOptions extends TranslatorNetworks {
  /** λ ≥ 0, the weight of the adversary beside that of the absolute difference, 1. Default 0.01; at 0 there is none. */
  readonly adversaryWeight?: number;
  /** Channels of noise z ~ N(0, 1), one number per pixel, beside the given image; an integer ≥ 0. Default 0. */
  readonly noise?: number;
}

interface Pairs {
  readonly given: Tensor;
  readonly wanted: Tensor;
}

/**
 * Image-to-image translation learned from pairs (x′, x): G makes x of x′ and noise z, and minimises
 *
 * E‖x − G(z, x′)‖₁ + λ · (the adversary's loss),
 *
 * the absolute difference per number. The discriminator is shown the pair, given image and translation: what it punishes is what could not
 * belong together.
 *
 * @see ECE/CS 559, lecture 23, (3a); P. Isola et al., Image-to-Image Translation with Conditional Adversarial Networks, 2017.
 */
export class PairedTranslator extends Translator<Required<PairedTranslatorOptions>> {
  /** The model's name in files. */
  readonly format = "paired-translator";
  readonly generator: Sequential;
  readonly discriminator: Sequential;

  /** A new model. @throws RangeError or TypeError if an option is outside its range or kind, or a network does not fit the images. */
  static async create(options: PairedTranslatorOptions = {}): Promise<PairedTranslator> {
    const complete = completeOptions("PairedTranslator.create", options);
    return newModel(
      (part) => stream(complete.seed, "weights", part),
      (weights) => new PairedTranslator("PairedTranslator.create", complete, weights),
    );
  }

  /** A model from a file that `toSafetensors` wrote, or from a checkpoint. @throws RangeError if the bytes are not such a file. */
  static async fromSafetensors(bytes: Uint8Array): Promise<PairedTranslator> {
    const caller = "PairedTranslator.fromSafetensors";
    checkKinds(caller, { bytes: [bytes, "Uint8Array"] });
    return openModel(
      caller,
      bytes,
      "paired-translator",
      (options, weights) => new PairedTranslator(caller, completeOptions(caller, options), weights),
    );
  }

  /** Use {@link PairedTranslator.create}: it also chooses the backend. */
  private constructor(caller: string, options: Required<PairedTranslatorOptions>, weights: WeightSource) {
    super("PairedTranslator", options, weights);
    const [height, width, channels] = options.imageShape;
    const input = [height, width, channels + options.noise];
    this.generator = translatorNetwork(
      caller,
      options.generator,
      input,
      options.imageShape,
      weights.within("generator"),
    );
    this.discriminator = adversaryNetwork(
      caller,
      options.discriminator,
      [height, width, 2 * channels],
      weights.within("discriminator"),
    );
  }

  protected named(): Record<string, Sequential> {
    return { generator: this.generator, discriminator: this.discriminator };
  }

  /**
   * G(z, x′): what the given images become.
   *
   * @param given shape `[n, ...imageShape]` or `[n, pixels]`. @param seed of z. Default 0.
   * @returns images in (0, 1), shape `[n, ...imageShape]`; the caller disposes of it.
   * @throws RangeError for another shape.
   */
  translate(given: Tensor, { seed = 0 }: { readonly seed?: number } = {}): Tensor4D {
    const caller = this.caller("translate");
    checkTensors(caller, { given });
    checkImageTensor(caller, given, this.options.imageShape);
    checkNumbers(caller, { seed: [seed, "integer ≥ 0"] });
    return this.#generate(given, evaluation, stream(seed, "sample"));
  }

  /**
   * Trains both players in place.
   *
   * @param given x′, values in [0, 1]. @param wanted x, as many: row i is what row i of `given` becomes.
   * @throws RangeError if the numbers differ; else as `train` of @elbowjs/training.
   */
  async fit(
    given: SamplesInput,
    wanted: SamplesInput,
    options: TranslatorFitOptions = {},
  ): Promise<Training<never>> {
    const caller = this.caller("fit");
    return this.play<Pairs>(caller, [given, wanted], options, {
      source: (from, to) => {
        if (from.size !== to.size)
          throw refusal(
            new RangeError(
              `${caller}: expected as many wanted images as given ones (${from.size}), got ${to.size}`,
            ),
          );
        return {
          size: from.size,
          smallestBatch: 2,
          fingerprint: () => `${fingerprint(from)} ${fingerprint(to)}`,
          take: (rows) => ({ given: this.rows(from, rows), wanted: this.rows(to, rows) }),
        };
      },
      // Without an adversary its network would train for nothing.
      discriminating: this.options.adversaryWeight === 0 ? undefined : this.#discriminating(),
      generating: this.#generating(),
    });
  }

  #discriminating(): Side<Pairs> {
    const { loss } = this.options;
    return {
      name: "discriminator",
      networks: { discriminator: this.discriminator },
      loss: ({ given, wanted }, pass, random) => {
        const made = this.#generate(given, pass, random);
        return discriminatorLoss(loss, this.#judge(given, wanted, pass), this.#judge(given, made, pass));
      },
    };
  }

  #generating(): Side<Pairs> {
    const { loss, adversaryWeight } = this.options;
    return {
      name: "generator",
      networks: { generator: this.generator },
      loss: ({ given, wanted }, pass, random) => {
        const made = this.#generate(given, pass, random);
        const difference = meanDifference(made, wanted);
        if (adversaryWeight === 0) return difference;
        const deceived = generatorLoss(loss, this.#judge(given, made, pass));
        return add(difference, mul(deceived, adversaryWeight)) as Scalar;
      },
    };
  }

  #generate(given: Tensor, pass: Pass, random: ReturnType<typeof stream>): Tensor4D {
    const { imageShape, noise } = this.options;
    const [height, width] = imageShape;
    return tidy(() => {
      const n = given.shape[0]!;
      const image = reshape(given, [n, ...imageShape]);
      if (noise === 0) return this.generator.apply(image, pass) as Tensor4D;
      const shape = [n, height, width, noise];
      const z = tensor(Float32Array.from(random.standardNormal(sizeOf(shape))), shape);
      return this.generator.apply(concat([image, z], 3), pass) as Tensor4D;
    });
  }

  #judge(given: Tensor, image: Tensor, pass: Pass): Tensor {
    return this.discriminator.apply(sub(mul(concat([given, image], 3), 2), 1), pass);
  }
}

function completeOptions(
  caller: string,
  options: PairedTranslatorOptions,
): Required<PairedTranslatorOptions> {
  checkOptions(caller, options, [...networkNames, "adversaryWeight", "noise"]);
  const { adversaryWeight = 0.01, noise = 0 } = options;
  checkNumbers(caller, {
    adversaryWeight: [adversaryWeight, "≥ 0"],
    noise: [noise, "integer in [0, 64]"],
  });
  return { ...completeNetworks(caller, options), adversaryWeight, noise };
}
