import { DataFault, type LabelledData } from "@elbowjs/command-line";
import type { Samples } from "@elbowjs/samples";

/**
 * Samples as images of `[height, width]`, or in colours.
 *
 * @throws DataFault if a value is outside of [0, 1].
 */
export function imageData({ samples }: LabelledData): Samples {
  if (samples.kind === "bytes") return samples;
  const outside = samples.slice(0, samples.size).find((value) => !(value >= 0 && value <= 1));
  if (outside !== undefined)
    throw new DataFault(
      `imageData: expected values in [0, 1], got ${outside}; save bytes, or divide by the largest`,
    );
  return samples;
}

/**
 * The same, for a model that has its size.
 *
 * @throws DataFault if the images have another number of pixels than the model.
 */
export function imagesFor(features: number, data: LabelledData): Samples {
  if (data.samples.features !== features)
    throw new DataFault(
      `imagesFor: expected images of ${features} pixels as the model's, got ${data.samples.features} in shape [${data.shape.join(", ")}]`,
    );
  return imageData(data);
}
