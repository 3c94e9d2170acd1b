import type { backend_util } from "@tensorflow/tfjs-core";
import type { TrainingModule } from "./training-module.js";

/** Bytes of `ConvolutionShape` in `assembly/convolution-shape.ts`: sixteen int32. */
export const SHAPE_BYTES = 64;

/** Writes the geometry of `batchSize` of the images where the kernels read it. */
export function writeConvolutionShape(
  module: TrainingModule,
  address: number,
  info: backend_util.Conv2DInfo,
  batchSize: number,
  blockRows: number,
): void {
  new Int32Array(module.memory.buffer, address, SHAPE_BYTES / 4).set([
    batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.outChannels,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
    blockRows,
  ]);
}
