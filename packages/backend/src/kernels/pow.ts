import { Pow, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { MULTIPLY } from "./binary.js";
import { writeLoopNest } from "./loop-nest.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** `pow(x, 2)`, as a product: the power of losses. Other exponents stay with tfjs. */
export const pow: TrainingKernel = {
  name: Pow,
  compute(module, { inputs: { a, b } }: KernelArguments<{ a: TensorInfo; b: TensorInfo }>, stock) {
    const isScalar = a.dtype === "float32" && b.dtype === "float32" && util.sizeFromShape(b.shape) === 1;
    if (!isScalar || b.shape.length > a.shape.length) return stock();
    const exponent = new Float32Array(module.memory.buffer, module.address(b), 1)[0];
    if (exponent !== 2) return stock();
    const out = module.output(a.shape);
    const nest = writeLoopNest(module, [{ size: util.sizeFromShape(a.shape), first: 1, second: 1 }])!;
    const x = module.address(a);
    module.exports.binary(MULTIPLY, nest, x, x, module.address(out));
    return out;
  },
};
