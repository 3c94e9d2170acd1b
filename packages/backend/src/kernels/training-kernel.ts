import type { KernelBackend, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { TrainingModule } from "./training-module.js";

/** What tfjs calls a kernel with. */
export interface KernelArguments<Inputs = NamedTensorInfoMap, Attributes = object> {
  inputs: Inputs;
  attrs: Attributes;
  backend: KernelBackend;
}

/**
 * A kernel of ours in place of a stock one. It takes the arguments it was measured faster on and hands the rest (other
 * dtypes, forms that stock refuses with its own message) to `stock`.
 */
export interface TrainingKernel {
  /** tfjs-core's name of the kernel. */
  name: string;
  compute(
    module: TrainingModule,
    call: KernelArguments<never, never>,
    stock: () => TensorInfo | TensorInfo[],
  ): TensorInfo | TensorInfo[];
}
