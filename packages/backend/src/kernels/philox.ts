import { util } from "@tensorflow/tfjs-core";
import { distributions, type PhiloxRequest, words64 } from "../fused/philox.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** Our kernel for random tensors; tfjs draws them number by number in JavaScript. */
export const PHILOX = "ElbowPhilox";

/** A float32 tensor of random values. */
export const philox: TrainingKernel = {
  name: PHILOX,
  compute(module, { attrs }: KernelArguments<object, PhiloxRequest & { shape: number[] }>) {
    const { distribution, seed, stream, a, b, shape } = attrs;
    const out = module.output(shape);
    module.exports.random(
      distributions.indexOf(distribution),
      ...words64(seed),
      ...words64(stream),
      util.sizeFromShape(shape),
      a,
      b,
      module.address(out),
      module.scratch(64),
    );
    return out;
  },
};
