import { refusal } from "@elbowjs/arguments";
import { type Shape, sizeOf } from "@elbowjs/layers";
import type { NetworkLayer } from "./network-layers.js";

/** A network by name, or layer by layer. */
export type Architecture = "dense" | "convolutional" | readonly NetworkLayer[];

/** The slope of every LeakyReLU here, as in Radford et al., 2016. */
const slope = 0.2;

/**
 * The generator's layers, from `latent` numbers, and a label if there is one, to the image before its sigmoid.
 *
 * `dense`: 256 and 512 units with batch normalisation and ReLU, as wide as an image asks for, or 64 and 64 for a vector.
 * `convolutional`, the DCGAN of small images: a linear map to 64 channels of a quarter of the side, and transposed
 * convolutions 4×4 of stride 2 to 32 channels and to the image, ReLU and batch normalisation between.
 *
 * @see A. Radford, L. Metz, S. Chintala, Unsupervised Representation Learning with DCGANs, 2016.
 */
export function generatorLayers(
  caller: string,
  architecture: Architecture,
  shape: Shape,
): readonly NetworkLayer[] {
  if (typeof architecture !== "string") return architecture;
  const pixels = sizeOf(shape);
  if (architecture === "dense") {
    const end = shape.length === 3 ? [{ type: "unflatten", image: shape } as const] : [];
    // A few coordinates need neither width nor batch normalisation, which would blur where the modes lie.
    if (shape.length === 1) return [...dense([64, 64], false), { type: "linear", units: pixels }];
    return [...dense([256, 512], true), { type: "linear", units: pixels }, ...end];
  }
  const [height, width, channels] = quarterable(caller, "generator", shape);
  const grown = { type: "convTranspose2d", kernel: 4, stride: 2, padding: 1 } as const;
  const image = [height / 4, width / 4, 64] as const;
  return [
    { type: "linear", units: sizeOf(image) },
    { type: "unflatten", image },
    { type: "relu" },
    { type: "batchNorm" },
    { ...grown, channels: 32 },
    { type: "relu" },
    { type: "batchNorm" },
    { ...grown, channels },
  ];
}

/**
 * The discriminator's layers up to the last linear map: its features.
 *
 * `dense`: 512 and 256 units with LeakyReLU, or 64 and 64 for a vector. `convolutional`: convolutions 4×4 of stride 2 to 32 and 64
 * channels with LeakyReLU. Neither has batch normalisation, so that any loss can be taken, a gradient penalty too.
 */
export function discriminatorLayers(
  caller: string,
  architecture: Architecture,
  shape: Shape,
): readonly NetworkLayer[] {
  if (typeof architecture !== "string") return architecture;
  const leaky = { type: "leakyRelu", slope } as const;
  if (architecture === "dense") {
    const widths = shape.length === 1 ? [64, 64] : [512, 256];
    const start = shape.length === 3 ? [{ type: "flatten" } as const] : [];
    return [...start, ...widths.flatMap((units) => [{ type: "linear", units } as const, leaky])];
  }
  quarterable(caller, "discriminator", shape);
  const halved = { type: "conv2d", kernel: 4, stride: 2, padding: 1 } as const;
  return [{ ...halved, channels: 32 }, leaky, { ...halved, channels: 64 }, leaky, { type: "flatten" }];
}

function dense(widths: readonly number[], isNormalised: boolean): NetworkLayer[] {
  return widths.flatMap((units): NetworkLayer[] => [
    { type: "linear", units },
    { type: "relu" },
    ...(isNormalised ? [{ type: "batchNorm" } as const] : []),
  ]);
}

function quarterable(caller: string, name: string, shape: Shape): readonly [number, number, number] {
  const [height = 0, width = 0] = shape;
  if (shape.length === 3 && height % 4 === 0 && width % 4 === 0)
    return shape as readonly [number, number, number];
  throw refusal(
    new RangeError(
      `${caller}: expected images whose sides are multiples of 4 for a convolutional ${name}, got [${shape.join(", ")}]; take 'dense', or layers of your own`,
    ),
  );
}
