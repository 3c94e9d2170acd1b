import { relu as rectify, sigmoid as squash } from "@tensorflow/tfjs-core";
import type { LayerFactory } from "./layer.js";

/** PyTorch's `ReLU`: max(x, 0). */
export function relu(): LayerFactory {
  return (shape) => ({ name: "ReLU", inputShape: shape, outputShape: shape, weights: [], apply: rectify });
}

/** PyTorch's `Sigmoid`: 1 / (1 + e⁻ˣ). */
export function sigmoid(): LayerFactory {
  return (shape) => ({ name: "Sigmoid", inputShape: shape, outputShape: shape, weights: [], apply: squash });
}
