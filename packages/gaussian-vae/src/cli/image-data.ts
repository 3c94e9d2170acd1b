import { DataFault, type LabelledData } from "@elbowjs/command-line";
import type { SamplesInput } from "@elbowjs/samples";

/** Data as the model takes them. */
export interface ImageData {
  readonly images: SamplesInput;
  /** `[height, width, channels]`. */
  readonly imageShape: readonly [number, number, number];
}

/**
 * Samples as images: bytes u stand for u / 255, other numbers are in [0, 1].
 *
 * @throws DataFault if they are neither grey images [n, height, width] nor have 1 or 3 channels, or a value is outside.
 */
export function imageData({ samples, shape }: LabelledData): ImageData {
  const [height, width, channels = 1, ...more] = shape;
  if (height === undefined || width === undefined || more.length > 0 || (channels !== 1 && channels !== 3))
    throw new DataFault(
      `imageData: expected images [n, height, width], or with 1 or 3 channels behind, got samples of shape [${shape.join(", ")}]`,
    );
  const imageShape = [height, width, channels] as const;
  if (samples.kind === "bytes") {
    const { size, features } = samples;
    return { images: { size, features, image: (i) => samples.sliceBytes(i, i + 1) }, imageShape };
  }
  const values = samples.slice(0, samples.size);
  const outside = values.find((value) => !(value >= 0 && value <= 1));
  if (outside !== undefined)
    throw new DataFault(
      `imageData: expected values in [0, 1], got ${outside}; save bytes, or divide by the largest`,
    );
  return { images: values, imageShape };
}

/**
 * The same, for a model that has its shape.
 *
 * @throws DataFault if the images are of another shape than the model's.
 */
export function imagesFor(shape: readonly number[], data: LabelledData): SamplesInput {
  const { images, imageShape } = imageData(data);
  if (imageShape.join() !== shape.join())
    throw new DataFault(
      `imagesFor: expected images of shape [${shape.join(", ")}] as the model's, got [${imageShape.join(", ")}]`,
    );
  return images;
}
