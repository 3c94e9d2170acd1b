import { checkKinds, checkShape } from "@elbowjs/arguments";
import { type Tensor, tensor, tidy, transpose, type Variable, variable } from "@tensorflow/tfjs-core";
import type { Shape } from "./shape.js";
import { checkWeightShape, sizeOf } from "./shape.js";

/** One tensor of a layer that is kept with the model. */
export interface Weight {
  /** PyTorch's name inside the module: `weight`, `bias`, `running_mean`, `running_var`. */
  readonly name: string;
  /** PyTorch's shape. */
  readonly torchShape: Shape;
  /** `transpose(PyTorch's tensor, layout)` is ours; undefined where the two are the same. */
  readonly layout?: readonly number[];
  readonly variable: Variable;
  /** Whether the optimiser may change it; running statistics are not trained. */
  readonly trainable: boolean;
}

/** How a weight is kept. */
export interface WeightOptions {
  /** See {@link Weight}. Default: PyTorch's order. */
  readonly layout?: readonly number[];
  /** Default true. */
  readonly trainable?: boolean;
}

/** PyTorch's `[out, in, h, w]` (convolution) or `[in, out, h, w]` (transposed) as tfjs's `[h, w, in, out]` or `[h, w, out, in]`. */
export const filterLayout = [2, 3, 1, 0] as const;

/** Makes a weight from values in PyTorch's order. */
export function weight(
  name: string,
  torchShape: Shape,
  values: Float32Array,
  options: WeightOptions = {},
): Weight {
  checkKinds("weight", {
    name: [name, "string"],
    values: [values, "Float32Array"],
    options: [options, "object"],
  });
  checkWeightShape("weight", torchShape);
  checkShape("weight", "values", [values.length], [sizeOf(torchShape)]);
  const { layout, trainable = true } = options;
  checkKinds("weight", { layout: [layout, "array or undefined"], trainable: [trainable, "boolean"] });
  const initial = fromTorchOrder(values, torchShape, layout);
  const made = variable(initial, trainable);
  initial.dispose();
  return { name, torchShape, ...(layout && { layout }), variable: made, trainable };
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
