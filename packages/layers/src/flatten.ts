import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { reshape, transpose } from "@tensorflow/tfjs-core";
import type { LayerFactory } from "./layer.js";
import { imageShapeOf, type Shape, sizeOf } from "./shape.js";

/** PyTorch's `Flatten`: channels first, then rows, then columns, so that PyTorch's weights fit the layer after it. */
export function flatten(): LayerFactory {
  return (inputShape) => {
    const [, , channels] = imageShapeOf("flatten", inputShape);
    const size = sizeOf(inputShape);
    return {
      name: "Flatten",
      inputShape,
      outputShape: [size],
      weights: [],
      // With one channel the two orders agree.
      apply: (x) => reshape(channels === 1 ? x : transpose(x, [0, 3, 1, 2]), [x.shape[0]!, size]),
    };
  };
}

/**
 * PyTorch's `Unflatten`, the inverse of {@link flatten}.
 *
 * @param image `[height, width, channels]`.
 * @throws RangeError if the input has not as many elements.
 */
export function unflatten(options: { readonly image: Shape }): LayerFactory {
  checkOptions("unflatten", options, ["image"]);
  checkKinds("unflatten", { options: [options, { image: ["number"] }] });
  const { image } = options;
  const [height, width, channels] = imageShapeOf("unflatten", image);
  return (inputShape) => {
    checkKinds("unflatten", { shape: [inputShape, ["number"]] });
    if (inputShape.length !== 1 || inputShape[0] !== sizeOf(image))
      throw new RangeError(
        `unflatten: expected a vector of ${sizeOf(image)} for an image [${image.join(", ")}], got [${inputShape.join(", ")}]`,
      );
    return {
      name: "Unflatten",
      inputShape,
      outputShape: image,
      weights: [],
      apply: (x) =>
        channels === 1
          ? reshape(x, [x.shape[0]!, height, width, 1])
          : transpose(reshape(x, [x.shape[0]!, channels, height, width]), [0, 2, 3, 1]),
    };
  };
}
