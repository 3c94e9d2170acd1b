import { matMul } from "@tensorflow/tfjs-core";
import { addBias } from "./channel-sums.js";
import { checkInteger, type LayerFactory } from "./layer.js";
import { uniformWeights } from "./weight.js";

/**
 * PyTorch's `Linear`: y = x Wᵀ + b.
 *
 * @throws RangeError if `units` is not an integer ≥ 1 or the input is not a vector.
 */
export function linear({ units }: { readonly units: number }): LayerFactory {
  checkInteger("linear", "units", units, 1);
  return (inputShape, uniform) => {
    if (inputShape.length !== 1)
      throw new RangeError(
        `linear: expected a vector, got [${inputShape.join(", ")}]; put a flatten stage before it`,
      );
    const weights = uniformWeights([units, inputShape[0]!], units, [1, 0], uniform);
    const [matrix, bias] = weights;
    return {
      name: "Linear",
      inputShape,
      outputShape: [units],
      weights,
      apply: (x) => addBias(matMul(x, matrix.variable), bias.variable),
    };
  };
}
