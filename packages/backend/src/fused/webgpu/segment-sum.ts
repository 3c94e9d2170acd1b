import {
  type TensorInfo,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
  util,
} from "@tensorflow/tfjs-core";
import type { GpuKernel } from "./gpu-kernel.js";
import { runGpuProgram } from "./run-gpu-program.js";

/**
 * `unsortedSegmentSum`, the gradient of `gather`: one thread per value of the result looks at all rows in their order. tfjs's own
 * program adds atomically, in the order in which threads come, so that the last bits differ from run to run.
 */
export const unsortedSegmentSum: GpuKernel<
  { x: TensorInfo; segmentIds: TensorInfo },
  UnsortedSegmentSumAttrs
> = {
  name: UnsortedSegmentSum,
  compute({ x, segmentIds }, { numSegments }) {
    const rest = x.shape.slice(segmentIds.shape.length);
    const type = x.dtype === "int32" ? "i32" : "f32";
    return runGpuProgram({
      name: "unsortedSegmentSum",
      code: `
        fn main(index : i32) {
          if (index >= uniforms.size) { return; }
          let segment = index / uniforms.width;
          var sum = ${type}(0);
          for (var row = 0; row < uniforms.rows; row++) {
            if (segmentIds[row] == segment) { sum += x[row * uniforms.width + index % uniforms.width]; }
          }
          result[index] = sum;
        }`,
      inputs: { x, segmentIds },
      uniforms: {
        rows: ["i32", util.sizeFromShape(segmentIds.shape)],
        width: ["i32", util.sizeFromShape(rest)],
      },
      shape: [numSegments, ...rest],
      dtype: type === "i32" ? "int32" : "float32",
    });
  },
};
