import { ClipByValue, type ClipByValueAttrs, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** `clipByValue`, which keeps a NaN, as on tfjs's other backends; stock makes it the lower bound. */
export const clipByValue: TrainingKernel = {
  name: ClipByValue,
  compute(module, { inputs: { x }, attrs }: KernelArguments<{ x: TensorInfo }, ClipByValueAttrs>, stock) {
    if (x.dtype !== "float32") return stock();
    const { clipValueMin, clipValueMax } = attrs;
    const out = module.output(x.shape);
    module.exports.clip(
      module.address(x),
      util.sizeFromShape(x.shape),
      clipValueMin,
      clipValueMax,
      module.address(out),
    );
    return out;
  },
};
