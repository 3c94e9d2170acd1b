import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  relu as rectify,
  leakyRelu as rectifyLeakily,
  elu as smoothlyRectify,
  sigmoid as squash,
  tanh as squashToBoth,
  type Tensor,
} from "@tensorflow/tfjs-core";
import type { Layer, LayerFactory } from "./layer.js";

function elementwise(name: string, apply: (x: Tensor) => Tensor, more: Partial<Layer> = {}): LayerFactory {
  return (shape) => ({
    name,
    inputShape: shape,
    outputShape: shape,
    weights: [],
    pointwise: true,
    apply,
    ...more,
  });
}

/** PyTorch's `ReLU`: max(x, 0). */
export function relu(): LayerFactory {
  return elementwise("ReLU", rectify, { rectifies: true });
}

/**
 * PyTorch's `LeakyReLU`: x where x ≥ 0, slope·x elsewhere.
 *
 * @param slope in [0, 1]. Default 0.01.
 * @throws RangeError if it is outside its interval.
 */
export function leakyRelu(options: { readonly slope?: number } = {}): LayerFactory {
  checkOptions("leakyRelu", options, ["slope"]);
  const { slope = 0.01 } = options;
  checkNumbers("leakyRelu", { slope: [slope, "[0, 1]"] });
  return elementwise("LeakyReLU", (x) => rectifyLeakily(x, slope), { detail: `slope ${slope}` });
}

/** PyTorch's `ELU`: x where x ≥ 0, eˣ − 1 elsewhere. */
export function elu(): LayerFactory {
  return elementwise("ELU", smoothlyRectify);
}

/** PyTorch's `Tanh`: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ). */
export function tanh(): LayerFactory {
  return elementwise("Tanh", squashToBoth);
}

/** PyTorch's `Sigmoid`: 1 / (1 + e⁻ˣ). */
export function sigmoid(): LayerFactory {
  return elementwise("Sigmoid", squash);
}
