import {
  AvgPool,
  type AvgPoolAttrs,
  backend_util,
  MaxPool,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { anotherHandle } from "./identity.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { WasmBackend } from "./wasm-backend.js";

/**
 * `maxPool` and `avgPool` over windows of one pixel that leave the shape as it is: the image itself, as on tfjs's CPU backend.
 * Stock returns memory that it has not written.
 */
export const pointPools: TrainingKernel[] = [MaxPool, AvgPool].map((name) => ({
  name,
  compute(
    _module,
    { inputs: { x }, attrs, backend }: KernelArguments<{ x: TensorInfo }, AvgPoolAttrs>,
    stock,
  ) {
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = x.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const isPoint = info.filterHeight === 1 && info.filterWidth === 1;
    return isPoint && util.arraysEqual(info.inShape, info.outShape)
      ? anotherHandle(backend as WasmBackend, x)
      : stock();
  },
}));
