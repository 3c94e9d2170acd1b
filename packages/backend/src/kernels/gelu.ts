import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { PASS_WORK, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** Our kernels for the Gaussian error linear unit. */
export const GELU = "ElbowGelu";
export const GELU_GRADIENT = "ElbowGeluGradient";

/** An exponential and a polynomial, in values of an elementwise pass. */
const VALUE_WORK = 6 * PASS_WORK;

/** x Φ(x). */
export const gelu: TrainingKernel = {
  name: GELU,
  compute(module, { inputs: { x } }: KernelArguments<{ x: TensorInfo }>) {
    const y = module.output(x.shape);
    const size = util.sizeFromShape(x.shape);
    const calls = shares(module.threads, size, VALUE_WORK * size, 4).map(({ first, count }) => [
      module.address(x) + 4 * first,
      count,
      module.address(y) + 4 * first,
    ]);
    module.parallel("gelu", calls);
    return y;
  },
};

/** dx = dy (Φ(x) + x φ(x)). */
export const geluGradient: TrainingKernel = {
  name: GELU_GRADIENT,
  compute(module, { inputs: { dy, x } }: KernelArguments<{ dy: TensorInfo; x: TensorInfo }>) {
    const dx = module.output(x.shape);
    const size = util.sizeFromShape(x.shape);
    const calls = shares(module.threads, size, VALUE_WORK * size, 4).map(({ first, count }) => [
      module.address(dy) + 4 * first,
      module.address(x) + 4 * first,
      count,
      module.address(dx) + 4 * first,
    ]);
    module.parallel("geluGradient", calls);
    return dx;
  },
};
