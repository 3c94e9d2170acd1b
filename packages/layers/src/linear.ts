import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { matMul } from "@tensorflow/tfjs-core";
import { addBias } from "./channel-sums.js";
import { type InitialValues, initialisers } from "./initialiser.js";
import type { LayerFactory } from "./layer.js";

/** Options of {@link linear}. */
export interface LinearOptions extends InitialValues {
  /** Numbers of the output; an integer ≥ 1. */
  readonly units: number;
}

/**
 * PyTorch's `Linear`: y = x Wᵀ + b.
 *
 * @throws RangeError if `units` is not an integer ≥ 1 or the input is not a vector.
 */
export function linear(options: LinearOptions): LayerFactory {
  checkOptions("linear", options, ["units", "initialWeight", "initialBias"]);
  checkKinds("linear", { options: [options, "object"] });
  const { units, ...initial } = options;
  checkNumbers("linear", { units: [units, "integer ≥ 1"] });
  return (inputShape, weights) => {
    checkKinds("linear", { shape: [inputShape, ["number"]] });
    if (inputShape.length !== 1)
      throw new RangeError(
        `linear: expected a vector, got [${inputShape.join(", ")}]; put a flatten stage before it`,
      );
    const shape = [units, inputShape[0]!];
    const first = initialisers("linear", shape, initial);
    const matrix = weights.make("weight", shape, first.weight, { layout: [1, 0] });
    const bias = weights.make("bias", [units], first.bias);
    return {
      name: "Linear",
      inputShape,
      outputShape: [units],
      weights: [matrix, bias],
      apply: (x) => addBias(matMul(x, matrix.variable), bias.variable),
    };
  };
}
