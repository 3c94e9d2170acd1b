import { backend_util, GatherV2, type GatherV2Attrs, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** `gather`: slices of x picked by index along one axis. */
export const gatherV2: TrainingKernel = {
  name: GatherV2,
  compute(
    module,
    { inputs: { x, indices }, attrs }: KernelArguments<{ x: TensorInfo; indices: TensorInfo }, GatherV2Attrs>,
    stock,
  ) {
    const isPlain = (x.dtype === "float32" || x.dtype === "int32") && indices.dtype === "int32";
    if (!isPlain || util.sizeFromShape(x.shape) === 0) return stock();
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0]!;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      backend_util.segment_util.collectGatherOpShapeInfo(x as never, indices as never, axis, attrs.batchDims);
    const out = module.output(outputShape, x.dtype);
    const count = util.sizeFromShape(indices.shape) / batchSize;
    const wrong = module.exports.gather(
      module.address(x),
      module.address(indices),
      batchSize,
      outerSize,
      dimSize,
      sliceSize,
      count,
      module.address(out),
    );
    if (wrong >= 0) {
      module.free(out);
      const index = new Int32Array(module.memory.buffer, module.address(indices))[wrong];
      // tfjs's own words.
      throw new RangeError(`GatherV2: the index value ${index} is not in [0, ${dimSize - 1}]`);
    }
    return out;
  },
};
