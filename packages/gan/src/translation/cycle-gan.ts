import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkImageTensor, evaluation, type Pass, type Sequential, type WeightSource } from "@elbowjs/layers";
import { fingerprint, type Samples, type SamplesInput } from "@elbowjs/samples";
import { type BatchSource, newModel, openModel, stream, type Training } from "@elbowjs/training";
import { add, mul, reshape, type Scalar, sub, type Tensor, type Tensor4D, tidy } from "@tensorflow/tfjs-core";
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

/** Options of `CycleGan.create`. */
export interface CycleGanOptions extends TranslatorNetworks {
  /** Weight ≥ 0 of the cycle loss beside the adversaries', 1. Default 10; at 0 there are two one-way generators. */
  readonly cycleWeight?: number;
  /** Weight ≥ 0 of E‖G(x) − x‖₁ for images that are in G's domain already. Default 0. */
  readonly identityWeight?: number;
}

/** Which way an image is translated. */
export type Direction = "first-to-second" | "second-to-first";

interface TwoDomains {
  readonly first: Tensor;
  readonly second: Tensor;
}

/**
 * Image-to-image translation learned without pairs: a generator each way, and a discriminator for each domain. Besides deceiving the
 * discriminators the generators minimise the cycle loss
 *
 * E‖G₁(G₂(x′)) − x′‖₁ + E‖G₂(G₁(x)) − x‖₁,
 *
 * per number: what goes over and comes back must be what it was. Without it each generator is free to mix up what the images show, as
 * long as the domain as a whole is right.
 *
 * @see ECE/CS 559, lecture 23, (3b); J.-Y. Zhu et al., Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial
 *   Networks, 2017.
 */
export class CycleGan extends Translator<Required<CycleGanOptions>> {
  /** The model's name in files. */
  readonly format = "cycle-gan";
  /** The generators by their direction, and the discriminators by their domain. */
  readonly networks: Readonly<Record<"toSecond" | "toFirst" | "ofFirst" | "ofSecond", Sequential>>;

  /** A new model. @throws RangeError or TypeError if an option is outside its range or kind, or a network does not fit the images. */
  static async create(options: CycleGanOptions = {}): Promise<CycleGan> {
    const complete = completeOptions("CycleGan.create", options);
    return newModel(
      (part) => stream(complete.seed, "weights", part),
      (weights) => new CycleGan("CycleGan.create", complete, weights),
    );
  }

  /** A model from a file that `toSafetensors` wrote, or from a checkpoint. @throws RangeError if the bytes are not such a file. */
  static async fromSafetensors(bytes: Uint8Array): Promise<CycleGan> {
    const caller = "CycleGan.fromSafetensors";
    checkKinds(caller, { bytes: [bytes, "Uint8Array"] });
    return openModel(
      caller,
      bytes,
      "cycle-gan",
      (options, weights) => new CycleGan(caller, completeOptions(caller, options), weights),
    );
  }

  /** Use {@link CycleGan.create}: it also chooses the backend. */
  private constructor(caller: string, options: Required<CycleGanOptions>, weights: WeightSource) {
    super("CycleGan", options, weights);
    const { imageShape, generator, discriminator } = options;
    const translator = (name: string) =>
      translatorNetwork(caller, generator, imageShape, imageShape, weights.within(name));
    const adversary = (name: string) =>
      adversaryNetwork(caller, discriminator, imageShape, weights.within(name));
    this.networks = {
      toSecond: translator("toSecond"),
      toFirst: translator("toFirst"),
      ofFirst: adversary("ofFirst"),
      ofSecond: adversary("ofSecond"),
    };
  }

  protected named(): Record<string, Sequential> {
    return this.networks;
  }

  /**
   * Images of one domain as images of the other.
   *
   * @param images shape `[n, ...imageShape]` or `[n, pixels]`, values in [0, 1].
   * @returns images in (0, 1), shape `[n, ...imageShape]`; the caller disposes of it.
   * @throws RangeError for another shape or direction.
   */
  translate(images: Tensor, direction: Direction): Tensor4D {
    const caller = this.caller("translate");
    checkTensors(caller, { images });
    checkImageTensor(caller, images, this.options.imageShape);
    checkChoices(caller, { direction: [direction, ["first-to-second", "second-to-first"]] });
    const name = direction === "first-to-second" ? "toSecond" : "toFirst";
    return tidy(() => {
      const image = reshape(images, [images.shape[0]!, ...this.options.imageShape]);
      return this.networks[name].apply(image, evaluation) as Tensor4D;
    });
  }

  /**
   * Trains all four networks in place.
   *
   * @param first images of one domain, values in [0, 1]. @param second images of the other, any number of them: no row belongs to another.
   *   An epoch goes once through the larger domain.
   * @throws as `train` of @elbowjs/training.
   */
  async fit(
    first: SamplesInput,
    second: SamplesInput,
    options: TranslatorFitOptions = {},
  ): Promise<Training<never>> {
    return this.play<TwoDomains>(this.caller("fit"), [first, second], options, {
      source: (one, other) => this.#twoDomains(one, other),
      discriminating: this.#discriminating(),
      generating: this.#generating(),
    });
  }

  /** Both discriminators are one side, both generators the other: the cycle is the loss of the two together. */
  #discriminating(): Side<TwoDomains> {
    const { toSecond, toFirst, ofFirst, ofSecond } = this.networks;
    return {
      name: "discriminators",
      networks: { ofFirst, ofSecond },
      loss: ({ first, second }, pass) => {
        const judged = (network: Sequential, real: Tensor, made: Tensor) =>
          discriminatorLoss(this.options.loss, score(network, real, pass), score(network, made, pass));
        return add(
          judged(ofSecond, second, toSecond.apply(first, pass)),
          judged(ofFirst, first, toFirst.apply(second, pass)),
        ) as Scalar;
      },
    };
  }

  #generating(): Side<TwoDomains> {
    const { toSecond, toFirst, ofFirst, ofSecond } = this.networks;
    const { loss, cycleWeight, identityWeight } = this.options;
    return {
      name: "generators",
      networks: { toSecond, toFirst },
      loss: ({ first, second }, pass) => {
        const [made, back] = [toSecond.apply(first, pass), toFirst.apply(second, pass)];
        const terms = [
          generatorLoss(loss, score(ofSecond, made, pass)),
          generatorLoss(loss, score(ofFirst, back, pass)),
        ];
        const weigh = (term: Scalar, weight: number) => terms.push(mul(term, weight) as Scalar);
        if (cycleWeight > 0) {
          weigh(meanDifference(toFirst.apply(made, pass), first), cycleWeight);
          weigh(meanDifference(toSecond.apply(back, pass), second), cycleWeight);
        }
        if (identityWeight > 0) {
          weigh(meanDifference(toSecond.apply(second, pass), second), identityWeight);
          weigh(meanDifference(toFirst.apply(first, pass), first), identityWeight);
        }
        return terms.reduce((sum, term) => add(sum, term) as Scalar);
      },
    };
  }

  /** Batches of the larger domain in the training's order, and as many rows of the other, drawn for the step. */
  #twoDomains(first: Samples, second: Samples): BatchSource<TwoDomains> {
    const isFirstLarger = first.size >= second.size;
    return {
      size: Math.max(first.size, second.size),
      smallestBatch: 2,
      fingerprint: () => `${fingerprint(first)} ${fingerprint(second)}`,
      take: (rows, { seed }) => {
        const other = isFirstLarger ? second : first;
        const drawn = Array.from(stream(seed, "order").integers(0, other.size, rows.length), Number);
        const [ofFirst, ofSecond] = isFirstLarger ? [rows, drawn] : [drawn, rows];
        return { first: this.rows(first, ofFirst), second: this.rows(second, ofSecond) };
      },
    };
  }
}

/** What a discriminator says of images with values in [0, 1]. */
function score(network: Sequential, x: Tensor, pass: Pass): Tensor {
  return network.apply(sub(mul(x, 2), 1), pass);
}

function completeOptions(caller: string, options: CycleGanOptions): Required<CycleGanOptions> {
  checkOptions(caller, options, [...networkNames, "cycleWeight", "identityWeight"]);
  const { cycleWeight = 10, identityWeight = 0 } = options;
  checkNumbers(caller, { cycleWeight: [cycleWeight, "≥ 0"], identityWeight: [identityWeight, "≥ 0"] });
  return { ...completeNetworks(caller, options), cycleWeight, identityWeight };
}
