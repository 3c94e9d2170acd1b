import { util } from "@tensorflow/tfjs-core";
import { distributions, type PhiloxRequest, words64 } from "../philox.js";
import { shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** Our kernel for random tensors; tfjs draws them number by number in JavaScript. */
export const PHILOX = "ElbowPhilox";

/** Values that the generator makes together. */
const GROUP = 16;
/** What one value costs, in multiply-adds of a product. */
const VALUE_WORK = 32;

/** A float32 tensor of random values. */
export const philox: TrainingKernel = {
  name: PHILOX,
  compute(module, { attrs }: KernelArguments<object, PhiloxRequest & { shape: number[] }>) {
    const { distribution, seed, stream, a, b, shape } = attrs;
    const out = module.output(shape);
    const size = util.sizeFromShape(shape);
    const parts = shares(module.threads, size, VALUE_WORK * size, GROUP);
    const calls = parts.map(({ first, count }) => [
      distributions.indexOf(distribution),
      ...words64(seed),
      ...words64(stream),
      first,
      count,
      a,
      b,
      module.address(out) + 4 * first,
    ]);
    module.parallel("random", calls, { address: module.scratch(64 * module.threads), bytes: 64 });
    return out;
  },
};
