import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { PASS_WORK, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** Our kernels for the softmax of attention. */
export const MASKED_SOFTMAX = "ElbowMaskedSoftmax";
export const SOFTMAX_GRADIENT = "ElbowSoftmaxGradient";

/** Which row of the mask belongs to which of x; see `assembly/softmax.ts`. */
export interface MaskedSoftmaxAttributes {
  scale: number;
  repeats: number;
  period: number;
}

/** An exponential, in values of an elementwise pass. */
const EXPONENTIAL_WORK = 4 * PASS_WORK;

/** Softmax of scale · x along the last axis, where the mask is not 0. */
export const maskedSoftmax: TrainingKernel = {
  name: MASKED_SOFTMAX,
  compute(
    module,
    {
      inputs: { x, mask },
      attrs,
    }: KernelArguments<{ x: TensorInfo; mask?: TensorInfo }, MaskedSoftmaxAttributes>,
  ) {
    const y = module.output(x.shape);
    const size = util.sizeFromShape(x.shape);
    const columns = x.shape.at(-1)!;
    const calls = shares(module.threads, size / columns, EXPONENTIAL_WORK * size).map(({ first, count }) => [
      module.address(x) + 4 * columns * first,
      mask === undefined ? 0 : module.address(mask),
      first,
      count,
      columns,
      attrs.scale,
      attrs.repeats,
      attrs.period,
      module.address(y) + 4 * columns * first,
    ]);
    module.parallel("maskedSoftmax", calls);
    return y;
  },
};

/** dx. */
export const softmaxGradient: TrainingKernel = {
  name: SOFTMAX_GRADIENT,
  compute(
    module,
    { inputs: { dy, y }, attrs }: KernelArguments<{ dy: TensorInfo; y: TensorInfo }, { scale: number }>,
  ) {
    const dx = module.output(y.shape);
    const size = util.sizeFromShape(y.shape);
    const columns = y.shape.at(-1)!;
    const calls = shares(module.threads, size / columns, PASS_WORK * size).map(({ first, count }) => {
      const offset = 4 * columns * first;
      const [slope, value, out] = [dy, y, dx].map((tensor) => module.address(tensor) + offset);
      return [slope!, value!, count, columns, attrs.scale, out!];
    });
    module.parallel("softmaxGradient", calls);
    return dx;
  },
};
