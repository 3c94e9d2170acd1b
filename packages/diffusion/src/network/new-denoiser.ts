import { refusal } from "@elbowjs/arguments";
import type { LayerFactory, WeightSource } from "@elbowjs/layers";
import type { CompleteDiffusionOptions } from "../diffusion-options.js";
import type { Denoiser } from "./denoiser.js";
import { DenseDenoiser } from "./dense-denoiser.js";
import { LayersDenoiser } from "./layers-denoiser.js";
import { UNet } from "./u-net.js";

/**
 * The network that the options describe.
 *
 * @param layers what `layers` stands for.
 * @throws TypeError if they are missing.
 */
export function newDenoiser(
  caller: string,
  options: CompleteDiffusionOptions,
  layers: readonly LayerFactory[] | undefined,
  source: WeightSource,
): Denoiser {
  const { shape, network, width, depth, channels, classes } = options;
  switch (network) {
    case "dense":
      return new DenseDenoiser(shape, { width, depth, classes }, source);
    case "u-net":
      return new UNet(shape, { channels, classes }, source);
    case "layers":
      if (layers === undefined)
        throw refusal(
          new TypeError(
            `${caller}: expected the layers that the model was created with, got none; pass { network }`,
          ),
        );
      return new LayersDenoiser(caller, shape, { layers, classes }, source);
    default:
      return network satisfies never;
  }
}
