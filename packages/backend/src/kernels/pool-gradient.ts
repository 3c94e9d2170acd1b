import {
  AvgPoolGrad,
  type AvgPoolGradAttrs,
  backend_util,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { SHAPE_BYTES, writeConvolutionShape } from "./convolution-shape.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

interface PoolGradInputs {
  dy: TensorInfo;
  input: TensorInfo;
}

type Shape4D = [number, number, number, number];

/** Gradient of `maxPool`. */
export const maxPoolGrad: TrainingKernel = {
  name: MaxPoolGrad,
  compute(
    module,
    { inputs: { dy, input }, attrs }: KernelArguments<PoolGradInputs, MaxPoolGradAttrs>,
    stock,
  ) {
    if (dy.dtype !== "float32" || input.dtype !== "float32") return stock();
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const info = backend_util.computePool2DInfo(
      input.shape as Shape4D,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    if (!util.arraysEqual(dy.shape, info.outShape)) return stock();
    const dx = module.output(input.shape);
    if (util.sizeFromShape(input.shape) === 0) return dx;
    const shape = module.scratch(SHAPE_BYTES);
    writeConvolutionShape(module, shape, info, info.batchSize, 0);
    module.exports.maxPoolGradient(shape, module.address(input), module.address(dy), module.address(dx));
    return dx;
  },
};

/** Gradient of `avgPool`, as tfjs defines it. */
export const avgPoolGrad: TrainingKernel = {
  name: AvgPoolGrad,
  compute(
    module,
    { inputs: { dy, input }, attrs }: KernelArguments<PoolGradInputs, AvgPoolGradAttrs>,
    stock,
  ) {
    if (dy.dtype !== "float32" || input.dtype !== "float32") return stock();
    const { filterSize, strides, pad } = attrs;
    const info = backend_util.computePool2DInfo(input.shape as Shape4D, filterSize, strides, 1, pad);
    if (!util.arraysEqual(dy.shape, info.outShape)) return stock();
    const dx = module.output(input.shape);
    if (util.sizeFromShape(input.shape) === 0) return dx;
    const shape = module.scratch(SHAPE_BYTES + 4 * info.inChannels);
    writeConvolutionShape(module, shape, info, info.batchSize, 0);
    module.exports.averagePoolGradient(shape, module.address(dy), module.address(dx), shape + SHAPE_BYTES);
    return dx;
  },
};
