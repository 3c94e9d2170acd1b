import { refusal } from "@elbowjs/arguments";
import { linear, Sequential, type Shape, sigmoid, type WeightSource } from "@elbowjs/layers";
import { type Architecture, discriminatorLayers } from "../architectures.js";
import { layerFactories, type NetworkLayer } from "../network-layers.js";
import type { ImageShape } from "./translator-options.js";

/**
 * A network from images to images: `convolutional` halves the sides twice, to 32 and 64 channels, and doubles them again; `dense` is a
 * linear map to 512 units and one back, with ReLU between.
 *
 * @param input the shape of what it is given, condition and noise included. @param output `[height, width, channels]`.
 * @throws RangeError if it makes images of another shape.
 */
export function translatorNetwork(
  caller: string,
  architecture: Architecture,
  input: Shape,
  output: ImageShape,
  weights: WeightSource,
): Sequential {
  const layers = typeof architecture === "string" ? named(architecture, output) : architecture;
  const network = new Sequential(input, [...layerFactories(caller, "generator", layers), sigmoid()], weights);
  if (network.outputShape.join() !== output.join())
    throw refusal(
      new RangeError(
        `${caller}: expected a generator of images [${output.join(", ")}], got one of [${network.outputShape.join(", ")}]; sides that are multiples of 4 fit 'convolutional'`,
      ),
    );
  return network;
}

function named(architecture: "dense" | "convolutional", output: ImageShape): readonly NetworkLayer[] {
  const units = output.reduce((product, extent) => product * extent, 1);
  if (architecture === "dense")
    return [
      { type: "flatten" },
      { type: "linear", units: 512 },
      { type: "relu" },
      { type: "linear", units },
      { type: "unflatten", image: output },
    ];
  const halved = { type: "conv2d", kernel: 4, stride: 2, padding: 1 } as const;
  const doubled = { type: "convTranspose2d", kernel: 4, stride: 2, padding: 1 } as const;
  const awake = [{ type: "relu" }, { type: "batchNorm" }] as const;
  return [
    ...[{ ...halved, channels: 32 }, ...awake, { ...halved, channels: 64 }, ...awake],
    ...[{ ...doubled, channels: 32 }, ...awake, { ...doubled, channels: output[2] }],
  ];
}

/** The adversary of a translator: features of the images it is shown, and one output. */
export function adversaryNetwork(
  caller: string,
  architecture: Architecture,
  shape: Shape,
  weights: WeightSource,
): Sequential {
  const layers = layerFactories(caller, "discriminator", discriminatorLayers(caller, architecture, shape));
  return new Sequential(shape, [...layers, linear({ units: 1 })], weights);
}
