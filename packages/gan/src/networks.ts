import { refusal } from "@elbowjs/arguments";
import { linear, Sequential, sigmoid, type WeightSource } from "@elbowjs/layers";
import { discriminatorLayers, generatorLayers } from "./architectures.js";
import type { CompleteGanOptions } from "./gan-options.js";
import { checkCritic } from "./gradient-penalty.js";
import { layerFactories } from "./network-layers.js";
import { packShape } from "./packing.js";

/**
 * The generator that the options describe: z, and a one-hot label behind it, to images.
 *
 * @throws RangeError if it makes images of another shape.
 */
export function newGenerator(caller: string, options: CompleteGanOptions, weights: WeightSource): Sequential {
  const { latent, classes, imageShape } = options;
  const layers = layerFactories(caller, "generator", generatorLayers(caller, options.generator, imageShape));
  const end = imageShape.length === 3 ? [sigmoid()] : [];
  const network = new Sequential([latent + classes], [...layers, ...end], weights);
  if (network.outputShape.join() !== imageShape.join())
    throw refusal(
      new RangeError(
        `${caller}: expected a generator of images [${imageShape.join(", ")}], got one of [${network.outputShape.join(", ")}]`,
      ),
    );
  return network;
}

/**
 * The discriminator that the options describe: packs of images to one output, or to one per class.
 *
 * @throws RangeError for a critic that a gradient penalty has no meaning with.
 */
export function newDiscriminator(
  caller: string,
  options: CompleteGanOptions,
  weights: WeightSource,
): Sequential {
  const { imageShape, packing, classes, loss } = options;
  const shape = packShape(imageShape, packing);
  const layers = layerFactories(
    caller,
    "discriminator",
    discriminatorLayers(caller, options.discriminator, shape),
  );
  const network = new Sequential(shape, [...layers, linear({ units: Math.max(1, classes) })], weights);
  if (loss === "wasserstein-gp") checkCritic(caller, network.layers);
  return network;
}
