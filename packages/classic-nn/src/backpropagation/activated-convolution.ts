import type { Matrix } from "ml-matrix";
import { mapEntries } from "../map-entries.js";
import { type Activation, checkActivation } from "./activation.js";
import {
  type Channels,
  type ConvolutionGradient,
  type ConvolutionLayer,
  checkChannels,
  convolve,
  convolveBackward,
} from "./convolution-layer.js";

/** What a convolution layer with an activation computes. */
export interface ActivatedConvolution {
  /** v_k = b_k + Σ_c slidingFilter(x_c, K_kc). */
  readonly fields: Matrix[];
  /** f_k = φ(v_k). */
  readonly outputs: Matrix[];
}

/**
 * A convolution layer followed by an activation. With one input channel and 1×1 kernels w_k it is the mock final's question
 * 3: f_k = φ(w_k x + b_k) at every pixel.
 *
 * @throws RangeError if channels, kernels and biases do not fit together.
 */
export function activatedConvolution(
  layer: ConvolutionLayer,
  activation: Activation,
  input: Channels,
): ActivatedConvolution {
  checkActivation("activatedConvolution", activation);
  const fields = convolve(layer, input);
  return { fields, outputs: fields.map((field) => mapEntries(field, activation.value)) };
}

/**
 * Backpropagation through {@link activatedConvolution}, from ∂ℓ/∂f: δ_k = ∂ℓ/∂f_k ∘ φ′(v_k), and then as without
 * activation. For 1×1 kernels over one channel that is ∂ℓ/∂w_k = Σ_ij ∂ℓ/∂f_k,ij · φ′(w_k x_ij + b_k) · x_ij and
 * ∂ℓ/∂b_k = Σ_ij ∂ℓ/∂f_k,ij · φ′(w_k x_ij + b_k), all that was shared is added up.
 *
 * @param outputGradient ∂ℓ/∂f, as many channels as kernels, of the size of the output.
 * @throws RangeError if the shapes do not fit together.
 */
export function activatedConvolutionBackward(
  layer: ConvolutionLayer,
  activation: Activation,
  input: Channels,
  outputGradient: Channels,
): ConvolutionGradient {
  checkChannels("activatedConvolutionBackward", "outputGradient", outputGradient);
  const { fields } = activatedConvolution(layer, activation, input);
  const delta = outputGradient.map((gradient, k) => {
    const field = fields[k];
    // Another shape is refused by convolveBackward, which knows the right one.
    return field === undefined || field.rows !== gradient.rows || field.columns !== gradient.columns
      ? gradient
      : mapEntries(field, activation.derivative).mul(gradient);
  });
  return convolveBackward(layer, input, delta);
}
