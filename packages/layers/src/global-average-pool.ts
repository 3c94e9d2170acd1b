import { mean } from "@tensorflow/tfjs-core";
import type { LayerFactory } from "./layer.js";
import { imageShapeOf } from "./shape.js";

/** The mean of each channel over the whole image: `[height, width, channels]` to `[channels]`. PyTorch's `AdaptiveAvgPool2d(1)`. */
export function globalAveragePool(): LayerFactory {
  return (inputShape) => {
    const [, , channels] = imageShapeOf("globalAveragePool", inputShape);
    return {
      name: "AdaptiveAvgPool2d",
      inputShape,
      outputShape: [channels],
      weights: [],
      apply: (x) => mean(x, [1, 2]),
    };
  };
}
