import {
  Add,
  broadcast_util,
  Maximum,
  Minimum,
  Multiply,
  RealDiv,
  SquaredDifference,
  Sub,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { broadcastStrides, writeLoopNests } from "./loop-nest.js";
import { PASS_WORK, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** tfjs's elementwise kernels of two operands, in the order of `BinaryOperation` in `assembly/binary.ts`. */
const operations: string[] = [Add, Sub, Multiply, RealDiv, SquaredDifference, Maximum, Minimum];

/** The number of multiplication for `exports.binary`. */
export const MULTIPLY: number = operations.indexOf(Multiply);

/** Elementwise operations of two float32 operands, broadcast against each other. */
export const binaryKernels: TrainingKernel[] = operations.map((name, operation) => ({
  name,
  compute(module, { inputs: { a, b } }: KernelArguments<{ a: TensorInfo; b: TensorInfo }>, stock) {
    if (a.dtype !== "float32" || b.dtype !== "float32") return stock();
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const aStrides = broadcastStrides(a.shape, shape.length);
    const bStrides = broadcastStrides(b.shape, shape.length);
    const loops = shape.map((size, axis) => ({ size, first: aStrides[axis]!, second: bStrides[axis]! }));
    const size = util.sizeFromShape(shape);
    const parts = writeLoopNests(module, loops, (outermost, multiple) =>
      shares(module.threads, outermost, PASS_WORK * size, multiple),
    );
    if (parts === undefined) return stock();
    const out = module.output(shape);
    if (size === 0) return out;
    const calls = parts.map(({ address, first, second, result }) => [
      operation,
      address,
      module.address(a) + 4 * first,
      module.address(b) + 4 * second,
      module.address(out) + 4 * result,
    ]);
    module.parallel("binary", calls);
    return out;
  },
}));
