import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { SHAPE_BYTES, writeConvolutionShape } from "./convolution-shape.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";

type Shape4D = [number, number, number, number];

/** Gradient of `depthwiseConv2d` by its input, which tfjs's wasm backend lacks. */
export const depthwiseBackpropInput: TrainingKernel = {
  name: DepthwiseConv2dNativeBackpropInput,
  compute(
    module,
    {
      inputs: { dy, filter },
      attrs,
    }: KernelArguments<{ dy: TensorInfo; filter: TensorInfo }, DepthwiseConv2dNativeBackpropInputAttrs>,
  ) {
    requireFloat32(DepthwiseConv2dNativeBackpropInput, dy, filter);
    const info = depthwiseInfo(attrs.inputShape, filter.shape, attrs);
    requireShape(DepthwiseConv2dNativeBackpropInput, dy, info);
    const dx = module.output(info.inShape);
    if (util.sizeFromShape(dx.shape) > 0) {
      module.exports.depthwiseBackpropInput(
        writeShape(module, info),
        module.address(dy),
        module.address(filter),
        module.address(dx),
      );
    }
    return dx;
  },
};

/** Gradient of `depthwiseConv2d` by its filter, which tfjs's wasm backend lacks. */
export const depthwiseBackpropFilter: TrainingKernel = {
  name: DepthwiseConv2dNativeBackpropFilter,
  compute(
    module,
    {
      inputs: { x, dy },
      attrs,
    }: KernelArguments<{ x: TensorInfo; dy: TensorInfo }, DepthwiseConv2dNativeBackpropFilterAttrs>,
  ) {
    requireFloat32(DepthwiseConv2dNativeBackpropFilter, x, dy);
    const info = depthwiseInfo(x.shape, attrs.filterShape, attrs);
    requireShape(DepthwiseConv2dNativeBackpropFilter, dy, info);
    const dW = module.output(info.filterShape);
    if (util.sizeFromShape(dW.shape) > 0) {
      module.exports.depthwiseBackpropFilter(
        writeShape(module, info),
        module.address(x),
        module.address(dy),
        module.address(dW),
      );
    }
    return dW;
  },
};

function depthwiseInfo(
  inShape: number[],
  filterShape: number[],
  {
    strides,
    dilations,
    pad,
    dimRoundingMode,
  }: DepthwiseConv2dNativeBackpropInputAttrs | DepthwiseConv2dNativeBackpropFilterAttrs,
): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(
    inShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}

function writeShape(module: TrainingModule, info: backend_util.Conv2DInfo): number {
  const shape = module.scratch(SHAPE_BYTES);
  writeConvolutionShape(module, shape, info, info.batchSize, 0);
  return shape;
}

function requireFloat32(name: string, a: TensorInfo, b: TensorInfo): void {
  if (a.dtype !== "float32" || b.dtype !== "float32") {
    throw new TypeError(`${name}: expected float32 inputs, got ${a.dtype} and ${b.dtype}`);
  }
}

function requireShape(name: string, dy: TensorInfo, { outShape }: backend_util.Conv2DInfo): void {
  if (!util.arraysEqual(dy.shape, outShape)) {
    throw new RangeError(`${name}: expected dy of shape [${outShape}], got [${dy.shape}]`);
  }
}
