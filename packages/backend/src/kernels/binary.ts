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
import { broadcastStrides, writeLoopNest } from "./loop-nest.js";
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
    const nest = writeLoopNest(module, loops);
    if (nest === undefined) return stock();
    const out = module.output(shape);
    if (util.sizeFromShape(shape) > 0) {
      module.exports.binary(operation, nest, module.address(a), module.address(b), module.address(out));
    }
    return out;
  },
}));
