import type { TensorInfo } from "@tensorflow/tfjs-core";

/** A kernel of tfjs's registry made of GPU programs. */
export interface GpuKernel<Inputs, Attributes = object> {
  readonly name: string;
  compute(inputs: Inputs, attributes: Attributes): TensorInfo | TensorInfo[];
}
