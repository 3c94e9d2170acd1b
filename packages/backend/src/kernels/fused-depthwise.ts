import {
  DepthwiseConv2dNative,
  FusedDepthwiseConv2D,
  type FusedDepthwiseConv2DAttrs,
  getKernel,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { activate, addBias, isBiasRow } from "./activation.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

interface FusedDepthwiseInputs {
  x: TensorInfo;
  filter: TensorInfo;
  bias?: TensorInfo;
  preluActivationWeights?: TensorInfo;
}

/** `fused.depthwiseConv2d` with a bias of any shape that broadcasts; stock takes a row alone, and does that fast. */
export const fusedDepthwise: TrainingKernel = {
  name: FusedDepthwiseConv2D,
  compute(
    module,
    { inputs, attrs, backend }: KernelArguments<FusedDepthwiseInputs, FusedDepthwiseConv2DAttrs>,
    stock,
  ) {
    const { x, filter, bias, preluActivationWeights } = inputs;
    const { activation, leakyreluAlpha, ...rest } = attrs;
    const channels = filter.shape[2]! * filter.shape[3]!;
    if (isBiasRow(bias, channels) || attrs.dataFormat !== "NHWC" || bias!.dtype !== "float32") return stock();
    const kernel = getKernel(DepthwiseConv2dNative, "wasm");
    const convolved = kernel.kernelFunc({ inputs: { x, filter }, attrs: rest as never, backend });
    const out = addBias(module, backend, convolved as TensorInfo, bias!);
    return activate(module, backend, out, activation, leakyreluAlpha, preluActivationWeights);
  },
};
