import { type Tensor, tensor, tidy, transpose, variable } from "@tensorflow/tfjs-core";
import { type Shape, sizeOf, type Weight } from "./layer.js";

/** PyTorch's `[out, in, h, w]` (convolution) or `[in, out, h, w]` (transposed) as tfjs's `[h, w, in, out]` or `[h, w, out, in]`. */
export const filterLayout = [2, 3, 1, 0] as const;

/** Makes a weight from values in PyTorch's order. */
export function weight(
  name: string,
  torchShape: Shape,
  values: Float32Array,
  { layout, trainable = true }: { layout?: readonly number[]; trainable?: boolean } = {},
): Weight {
  const initial = fromTorchOrder(values, torchShape, layout);
  const made = variable(initial, trainable);
  initial.dispose();
  return { name, torchShape, ...(layout && { layout }), variable: made, trainable };
}

/**
 * PyTorch's default weight and bias of `Linear`, `Conv2d` and `ConvTranspose2d`: Kaiming-uniform with a = √5, which
 * comes to U(−1/√fanIn, 1/√fanIn) for both. PyTorch takes the fan-in of a transposed convolution from its second
 * dimension, out · h · w.
 *
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Linear.html
 */
export function uniformWeights(
  shape: Shape,
  outputs: number,
  layout: readonly number[],
  uniform: (bound: number, count: number) => Float32Array,
): [Weight, Weight] {
  const bound = 1 / Math.sqrt(sizeOf(shape.slice(1)));
  return [
    weight("weight", shape, uniform(bound, sizeOf(shape)), { layout }),
    weight("bias", [outputs], uniform(bound, outputs)),
  ];
}

/** Values in PyTorch's order as a tensor in ours. */
export function fromTorchOrder(values: Float32Array, shape: Shape, layout?: readonly number[]): Tensor {
  return tidy(() => {
    const given = tensor(values, [...shape]);
    return layout ? transpose(given, [...layout]) : given;
  });
}

/** The weight's present value as a tensor in PyTorch's order; the caller disposes of it. */
export function toTorchOrder({ variable, layout }: Weight): Tensor {
  const inverse = layout?.map((_, axis) => layout.indexOf(axis));
  return inverse ? transpose(variable, inverse) : variable.clone();
}
