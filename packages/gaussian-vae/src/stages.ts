import { relu } from "./layers/activation.js";
import { batchNorm } from "./layers/batch-norm.js";
import { convTranspose2d } from "./layers/conv-transpose2d.js";
import { type Conv2dOptions, conv2d } from "./layers/conv2d.js";
import { dropout } from "./layers/dropout.js";
import { flatten, unflatten } from "./layers/flatten.js";
import { checkInteger, type Layer, type LayerFactory, type Shape } from "./layers/layer.js";
import { linear } from "./layers/linear.js";
import { maxPool2d } from "./layers/max-pool2d.js";
import { upsampleBicubic } from "./layers/upsample-bicubic.js";
import { checkSeed } from "./streams.js";

/**
 * One shape-changing step of the encoder. The decoder undoes it: a convolution by a transposed convolution, a pooling by
 * bicubic upsampling, a flattening by an unflattening, a linear map by a linear map the other way.
 */
export type Stage =
  | ({ readonly type: "conv2d" } & Conv2dOptions)
  | { readonly type: "maxPool2d"; readonly size: number }
  | { readonly type: "flatten" }
  | { readonly type: "linear"; readonly units: number };

/**
 * The stages of the faithful model, between an image and the last linear map to z: 28×28×1 → 27×27×20 → 12×12×20 → 6×6×20
 * → 720 → 360. The lecture takes the encoder from an earlier homework and does not print it; this one is our reading, the
 * mirror of the decoder that it does print.
 */
export const faithfulStages: readonly Stage[] = [
  { type: "conv2d", channels: 20, kernel: 4, stride: 1, padding: 1 },
  { type: "conv2d", channels: 20, kernel: 4, stride: 2 },
  { type: "maxPool2d", size: 2 },
  { type: "flatten" },
  { type: "linear", units: 360 },
];

/** ReLU, then batch normalisation, then dropout: the order of the source. */
function activation(rate: number): LayerFactory[] {
  return [relu(), batchNorm(), dropout({ rate })];
}

function forwards(stage: Stage): LayerFactory {
  switch (stage.type) {
    case "conv2d":
      return conv2d(stage);
    case "maxPool2d":
      return maxPool2d(stage);
    case "flatten":
      return flatten();
    case "linear":
      return linear(stage);
    default:
      throw new TypeError(
        `stages: expected type 'conv2d', 'maxPool2d', 'flatten' or 'linear', got ${JSON.stringify((stage satisfies never as Stage).type)}`,
      );
  }
}

/** The layer that takes the stage's output back to `input`, the shape the stage was given. */
function backwards(stage: Stage, input: Shape): LayerFactory {
  switch (stage.type) {
    case "conv2d": {
      const { kernel, stride = 1, padding = 0 } = stage;
      // The rows that the strided convolution passed over; side by side they may differ only in images that are not square.
      const [left, right] = [input[0]!, input[1]!].map((side) => (side + 2 * padding - kernel) % stride);
      if (left !== right)
        throw new RangeError(
          `stages: expected sides that leave the same remainder under stride ${stride}, got ${input[0]}×${input[1]}`,
        );
      return convTranspose2d({ channels: input[2]!, kernel, stride, padding, outputPadding: left! });
    }
    case "maxPool2d":
      return upsampleBicubic({ scale: stage.size });
    case "flatten":
      return unflatten({ image: input });
    case "linear":
      return linear({ units: input[0]! });
  }
}

/** Whether a non-linearity follows the stage: it follows what has weights. */
function hasWeights(stage: Stage): boolean {
  return stage.type === "conv2d" || stage.type === "linear";
}

/** The encoder: each stage, non-linearities after those with weights, and a last linear map to `outputs` units. */
export function encoderLayers(stages: readonly Stage[], outputs: number, rate: number): LayerFactory[] {
  return [
    ...stages.flatMap((stage) => [forwards(stage), ...(hasWeights(stage) ? activation(rate) : [])]),
    linear({ units: outputs }),
  ];
}

/**
 * The decoder up to its logits: the inverse of each stage in reverse order, non-linearities after those with weights but the
 * last. A sigmoid makes images of them.
 *
 * @param shapes the shape before each stage, and after the last one.
 */
export function decoderLayers(
  stages: readonly Stage[],
  shapes: readonly Shape[],
  rate: number,
): LayerFactory[] {
  const last = stages.findIndex(hasWeights);
  const inverses = stages.map((stage, i) => {
    const layer = backwards(stage, shapes[i]!);
    return hasWeights(stage) && i !== last ? [layer, ...activation(rate)] : [layer];
  });
  return [
    linear({ units: shapes.at(-1)![0]! }),
    ...(last < 0 ? [] : activation(rate)),
    ...inverses.reverse().flat(),
  ];
}

/** The shape before the first stage and after each: the shapes at which the encoder's layers change it, in order. */
export function stageShapes(
  { layers }: { readonly layers: readonly Layer[] },
  stages: readonly Stage[],
): Shape[] {
  const names = { conv2d: "Conv2d", maxPool2d: "MaxPool2d", flatten: "Flatten", linear: "Linear" };
  const stageLayers = layers
    .filter(({ name }) => Object.values(names).includes(name))
    .slice(0, stages.length);
  return [layers[0]!.inputShape, ...stageLayers.map(({ outputShape }) => outputShape)];
}

/** Refuses a network's options outside their range. */
export function checkNetwork(
  who: string,
  options: {
    readonly latent: number;
    readonly seed: number;
    readonly imageShape: Shape;
    readonly dropout: number;
  },
): void {
  const { latent, seed, imageShape, dropout } = options;
  checkInteger(who, "latent", latent, 1);
  checkSeed(who, seed);
  if (!(Array.isArray(imageShape) && imageShape.length === 3))
    throw new RangeError(`${who}: expected imageShape [height, width, channels], got [${imageShape}]`);
  for (const extent of imageShape) checkInteger(who, "every side of imageShape", extent, 1);
  if (!(dropout >= 0 && dropout < 1))
    throw new RangeError(`${who}: expected dropout in [0, 1), got ${dropout}`);
}
