import {
  Exp,
  LeakyRelu,
  type LeakyReluAttrs,
  Log,
  Rsqrt,
  Softplus,
  Sqrt,
  Tanh,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** tfjs's elementwise kernels of one operand, in the order of `UnaryFunction` in `assembly/unary.ts`. */
const functions: string[] = [Exp, Log, Tanh, Softplus, Sqrt, Rsqrt, LeakyRelu];

/** The number of LeakyRelu for `exports.unary`. */
export const LEAKY_RELU: number = functions.indexOf(LeakyRelu);

/** Elementwise functions of float32. */
export const unaryKernels: TrainingKernel[] = functions.map((name, f) => ({
  name,
  compute(
    module,
    { inputs: { x }, attrs }: KernelArguments<{ x: TensorInfo }, Partial<LeakyReluAttrs> | undefined>,
    stock,
  ) {
    if (x.dtype !== "float32") return stock();
    const out = module.output(x.shape);
    const size = util.sizeFromShape(x.shape);
    module.exports.unary(f, module.address(x), size, module.address(out), attrs?.alpha ?? 0);
    return out;
  },
}));
