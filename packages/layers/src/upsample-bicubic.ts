import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { upsampleBicubic as upsample } from "@elbowjs/backend/fused";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { LayerFactory } from "./layer.js";
import { imageShapeOf } from "./shape.js";

/**
 * PyTorch's `Upsample(scale_factor=scale, mode="bicubic")` with `align_corners=False`, by `@elbowjs/backend/fused`.
 *
 * @throws RangeError if `scale` is not an integer ≥ 1.
 */
export function upsampleBicubic(options: { readonly scale: number }): LayerFactory {
  checkOptions("upsampleBicubic", options, ["scale"]);
  checkKinds("upsampleBicubic", { options: [options, "object"] });
  const { scale } = options;
  checkNumbers("upsampleBicubic", { scale: [scale, "integer ≥ 1"] });
  return (inputShape) => {
    const [height, width, channels] = imageShapeOf("upsampleBicubic", inputShape);
    return {
      name: "Upsample",
      detail: `bicubic, ×${scale}`,
      inputShape,
      outputShape: [height * scale, width * scale, channels],
      weights: [],
      apply: (x) => upsample(x as Tensor4D, { scale }),
    };
  };
}
