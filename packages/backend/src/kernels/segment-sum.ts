import {
  type TensorInfo,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
  util,
} from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/**
 * `unsortedSegmentSum`, the gradient of `gather`, which tfjs's wasm backend lacks. A NaN stays in its own segment, as in
 * TensorFlow; tfjs's CPU backend multiplies by masks and so spreads it to all.
 */
export const unsortedSegmentSum: TrainingKernel = {
  name: UnsortedSegmentSum,
  compute(
    module,
    {
      inputs: { x, segmentIds },
      attrs,
    }: KernelArguments<{ x: TensorInfo; segmentIds: TensorInfo }, UnsortedSegmentSumAttrs>,
  ) {
    if (x.dtype !== "float32" || segmentIds.dtype !== "int32") {
      throw new TypeError(
        `UnsortedSegmentSum: expected float32 x and int32 segmentIds, got ${x.dtype} and ${segmentIds.dtype}`,
      );
    }
    const rank = segmentIds.shape.length;
    if (!util.arraysEqual(segmentIds.shape, x.shape.slice(0, rank))) {
      throw new RangeError(
        `UnsortedSegmentSum: expected segmentIds to have the first axes of x [${x.shape}], got [${segmentIds.shape}]`,
      );
    }
    const { numSegments } = attrs;
    const rest = x.shape.slice(rank);
    const out = module.output([numSegments, ...rest]);
    const inner = util.sizeFromShape(rest);
    if (numSegments * inner > 0) {
      module.exports.segmentSum(
        module.address(x),
        module.address(segmentIds),
        util.sizeFromShape(segmentIds.shape),
        inner,
        numSegments,
        module.address(out),
      );
    }
    return out;
  },
};
