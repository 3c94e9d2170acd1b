import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { layerNorm as normalize } from "@elbowjs/backend/fused";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { constant } from "./initialiser.js";
import type { LayerFactory } from "./layer.js";
import { checkSource } from "./weight-source.js";

/** Options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** ε > 0, added to the variance. Default 1e-5, PyTorch's. */
  readonly epsilon?: number;
}

/**
 * PyTorch's `LayerNorm(width)` over the last axis: y = γ·(x − μ)/√(σ² + ε) + β, with μ and σ² of each row and γ, β learnt. Starts at
 * γ = 1, β = 0. One kernel each way on WASM.
 *
 * @throws RangeError if ε is not > 0.
 * @see J. Ba, J. Kiros, G. Hinton, Layer Normalization, 2016.
 */
export function layerNorm(options: LayerNormOptions = {}): LayerFactory {
  checkOptions("layerNorm", options, ["epsilon"]);
  const { epsilon = 1e-5 } = options;
  checkNumbers("layerNorm", { epsilon: [epsilon, "> 0"] });
  return (shape, weights) => {
    checkKinds("layerNorm", { shape: [shape, ["number"]] });
    checkSource("layerNorm", weights);
    const width = shape.at(-1)!;
    const gamma = weights.make("weight", [width], constant(1));
    const beta = weights.make("bias", [width], constant(0));
    return {
      name: "LayerNorm",
      inputShape: shape,
      outputShape: shape,
      weights: [gamma, beta],
      pointwise: true,
      apply: (x) => normalize(x, gamma.variable as Tensor1D, beta.variable as Tensor1D, { epsilon }),
    };
  };
}
