import { checkChoices, checkKinds, checkNumbers } from "@elbowjs/arguments";
import {
  batchNorm,
  type Conv2dOptions,
  conv2d,
  convTranspose2d,
  dropout,
  flatten,
  joinContext,
  type Layer,
  type LayerFactory,
  linear,
  maxPool2d,
  relu,
  type Shape,
  unflatten,
  upsampleBicubic,
} from "@elbowjs/layers";

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

function forwards({ type, ...options }: Stage): LayerFactory {
  switch (type) {
    case "conv2d":
      return conv2d(options as Conv2dOptions);
    case "maxPool2d":
      return maxPool2d(options as { readonly size: number });
    case "flatten":
      return flatten();
    case "linear":
      return linear(options as { readonly units: number });
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

/**
 * The encoder: each stage, non-linearities after those with weights, and a last linear map to `outputs` units.
 *
 * @param classes units of a label that joins the image where a stage has flattened it. Default 0: none.
 */
export function encoderLayers(
  stages: readonly Stage[],
  outputs: number,
  { rate, classes = 0 }: { readonly rate: number; readonly classes?: number },
): LayerFactory[] {
  if (classes > 0 && !stages.some(({ type }) => type === "flatten"))
    throw new RangeError(
      "stages: expected a flatten stage in a model with classes, where the label joins, got none",
    );
  return [...stages.flatMap((stage) => stageLayers(stage, rate, classes)), linear({ units: outputs })];
}

function stageLayers(stage: Stage, rate: number, classes: number): LayerFactory[] {
  return [
    forwards(stage),
    ...(hasWeights(stage) ? activation(rate) : []),
    ...(stage.type === "flatten" && classes > 0 ? [joinContext({ units: classes })] : []),
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

/** The shape before the first stage and after each, in order, of an encoder that {@link encoderLayers} made. */
export function stageShapes(
  { layers }: { readonly layers: readonly Layer[] },
  stages: readonly Stage[],
  classes = 0,
): Shape[] {
  const shapes = [layers[0]!.inputShape];
  let at = 0;
  for (const stage of stages) {
    shapes.push(layers[at]!.outputShape);
    at += stageLayers(stage, 0, classes).length;
  }
  return shapes;
}

/** Refuses what {@link GaussianVae.create} and the like do not hand to a constructor, which is private. */
export function checkModelOptions(
  caller: string,
  options: { readonly latent: number; readonly imageShape: Shape; readonly stages: readonly Stage[] },
): void {
  checkKinds(caller, {
    options: [options, { latent: "number", imageShape: ["number"], stages: [{ type: "string" }] }],
  });
}

/** More stages than a network has: a bound for options that come out of a file. */
const mostStages = 100;

/** Refuses a network's options outside their range. */
export function checkNetwork(
  caller: string,
  options: {
    readonly latent: number;
    readonly seed: number;
    readonly imageShape: Shape;
    readonly dropout: number;
    readonly stages: readonly Stage[];
  },
): void {
  const { latent, seed, imageShape, dropout, stages } = options;
  checkNumbers(caller, {
    latent: [latent, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
    dropout: [dropout, "[0, 1)"],
  });
  if (!(Array.isArray(imageShape) && imageShape.length === 3))
    throw new RangeError(`${caller}: expected imageShape [height, width, channels], got [${imageShape}]`);
  for (const extent of imageShape)
    checkNumbers(caller, { "every side of imageShape": [extent, "integer ≥ 1"] });
  if (!(Array.isArray(stages) && stages.length <= mostStages))
    throw new RangeError(
      `${caller}: expected stages as an array of at most ${mostStages}, got ${Array.isArray(stages) ? stages.length : typeof stages}`,
    );
  for (const stage of stages)
    checkChoices(caller, { "type of a stage": [stage?.type, ["conv2d", "maxPool2d", "flatten", "linear"]] });
}
