import { type Pass, type Sequential, type Weight, type WeightSource, weightsOf } from "@elbowjs/layers";
import { type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  type BatchSource,
  Model,
  type Player,
  stream,
  type Training,
  train,
  trainOptionNames,
} from "@elbowjs/training";
import { abs, mean, type Scalar, sub, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { type PlayerOptions, playerOf } from "../player-options.js";
import { splitFitOptions, type TranslatorFitOptions, type TranslatorNetworks } from "./translator-options.js";

/** One side of the game: which networks learn, and what they minimise; `random` is the step's own. */
export interface Side<B> {
  readonly name: string;
  readonly networks: Readonly<Record<string, Sequential>>;
  readonly loss: (batch: B, pass: Pass, random: ReturnType<typeof stream>) => Scalar;
}

/** What a translator's `fit` plays. */
export interface Game<B> {
  /** Batches of the images of both kinds. */
  readonly source: (first: Samples, second: Samples) => BatchSource<B>;
  /** Default: nobody; the generators learn alone. */
  readonly discriminating?: Side<B> | undefined;
  readonly generating: Side<B>;
}

/** What translators with pairs and without have in common: networks by name, images of two kinds, and a game of two sides. */
export abstract class Translator<O extends Required<TranslatorNetworks>> extends Model {
  /** Every option, with its default filled in. */
  readonly options: O;

  protected constructor(className: string, options: O, weights: WeightSource) {
    super(className, weights);
    this.options = options;
  }

  /** All networks by the name under which files keep them. */
  protected abstract named(): Readonly<Record<string, Sequential>>;

  /** The weights of all networks under PyTorch's names. */
  weights(): Map<string, Weight> {
    return weightsOf(this.named());
  }

  /** Some of the images as a tensor that the caller disposes of. */
  protected rows(images: Samples, rows: ArrayLike<number>): Tensor {
    return tensor(images.gather(rows), [rows.length, ...this.options.imageShape]);
  }

  /** Plays a game in place on images of both kinds; the discriminators' side goes first. */
  protected async play<B>(
    caller: string,
    images: readonly [SamplesInput, SamplesInput],
    options: TranslatorFitOptions,
    { source, discriminating, generating }: Game<B>,
  ): Promise<Training<never>> {
    const { players, training } = splitFitOptions(caller, options, trainOptionNames);
    const door = { shape: this.options.imageShape, within: [0, 1], classes: 0 } as const;
    const read = [
      await toSamples(caller, images[0], door),
      await toSamples(caller, images[1], door),
    ] as const;
    const learning = [
      ...(discriminating ? [playerOfSide(caller, discriminating, players.discriminator)] : []),
      playerOfSide(caller, generating, players.generator),
    ];
    const { format } = this;
    const weights = () => this.weights();
    const trainable = { model: this, format, options: this.options, weights, players: learning };
    return train(caller, trainable, source(...read), training);
  }
}

function playerOfSide<B>(
  caller: string,
  { name, networks, loss }: Side<B>,
  options: PlayerOptions,
): Player<B> {
  return {
    ...playerOf(caller, name, options, { rate: 0.0005 }),
    weights: () => weightsOf(networks),
    loss: (batch, { seed }) =>
      tidy(() => {
        const random = stream(seed, "forward");
        return loss(batch, { training: true, random: () => random.random() }, random);
      }),
  };
}

/** E|a − b| per number. */
export function meanDifference(a: Tensor, b: Tensor): Scalar {
  return mean(abs(sub(a, b)));
}
