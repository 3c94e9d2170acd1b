import { checkChoices, checkOptions, refusal } from "@elbowjs/arguments";
import {
  batchNorm,
  type Conv2dOptions,
  type ConvTranspose2dOptions,
  conv2d,
  convTranspose2d,
  dropout,
  elu,
  flatten,
  globalAveragePool,
  type LayerFactory,
  type LinearOptions,
  leakyRelu,
  linear,
  maxPool2d,
  relu,
  type Shape,
  sigmoid,
  tanh,
  unflatten,
  upsampleBicubic,
} from "@elbowjs/layers";

/** One layer of a network as plain data, so that a file can tell how the network was built. */
export type NetworkLayer =
  | ({ readonly type: "linear" } & LinearOptions)
  | ({ readonly type: "conv2d" } & Conv2dOptions)
  | ({ readonly type: "convTranspose2d" } & ConvTranspose2dOptions)
  | { readonly type: "maxPool2d"; readonly size: number }
  | { readonly type: "upsampleBicubic"; readonly scale: number }
  | { readonly type: "globalAveragePool" | "batchNorm" | "flatten" }
  | { readonly type: "unflatten"; readonly image: Shape }
  | { readonly type: "dropout"; readonly rate: number }
  | { readonly type: "leakyRelu"; readonly slope?: number }
  | { readonly type: "relu" | "elu" | "tanh" | "sigmoid" };

/** What each layer takes besides its type, and how it is made. */
const kinds: Readonly<
  Record<NetworkLayer["type"], readonly [options: readonly string[], make: (options: never) => LayerFactory]>
> = {
  linear: [["units", "initialWeight", "initialBias"], linear],
  conv2d: [["channels", "kernel", "stride", "padding", "initialWeight", "initialBias"], conv2d],
  convTranspose2d: [
    ["channels", "kernel", "stride", "padding", "outputPadding", "initialWeight", "initialBias"],
    convTranspose2d,
  ],
  maxPool2d: [["size"], maxPool2d],
  upsampleBicubic: [["scale"], upsampleBicubic],
  globalAveragePool: [[], globalAveragePool],
  batchNorm: [[], batchNorm],
  flatten: [[], flatten],
  unflatten: [["image"], unflatten],
  dropout: [["rate"], dropout],
  leakyRelu: [["slope"], leakyRelu],
  relu: [[], relu],
  elu: [[], elu],
  tanh: [[], tanh],
  sigmoid: [[], sigmoid],
};

/** More layers than a network has: a bound for options that come out of a file. */
const mostLayers = 100;

/**
 * The factories of layers that are given as data.
 *
 * @param name of the network in errors: `generator`.
 * @throws TypeError for what is no list of layers; RangeError for a type or a setting that there is not.
 */
export function layerFactories(
  caller: string,
  name: string,
  layers: readonly NetworkLayer[],
): LayerFactory[] {
  if (!Array.isArray(layers) || layers.length > mostLayers)
    throw refusal(
      new TypeError(
        `${caller}: expected ${name} to be 'dense', 'convolutional', or a list of at most ${mostLayers} layers, got ${Array.isArray(layers) ? `${layers.length} of them` : typeof layers}`,
      ),
    );
  return layers.map((layer) => {
    const { type, ...options } = (layer ?? {}) as NetworkLayer;
    checkChoices(caller, { [`type of a layer of the ${name}`]: [type, Object.keys(kinds)] });
    const [names, make] = kinds[type];
    checkOptions(`${caller}: ${type}`, options, names);
    return make(options as never);
  });
}
