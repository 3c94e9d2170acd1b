import {
  broadcast_util,
  Equal,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  NotEqual,
  Select,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { broadcastStrides, writeLoopNest } from "./loop-nest.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** tfjs's comparisons, in the order of `Comparison` in `assembly/comparison.ts`. */
const comparisons = [Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual];

/** Elementwise comparisons of two float32 operands, broadcast against each other. */
export const comparisonKernels: TrainingKernel[] = comparisons.map((name, comparison) => ({
  name,
  compute(module, { inputs: { a, b } }: KernelArguments<{ a: TensorInfo; b: TensorInfo }>, stock) {
    if (a.dtype !== "float32" || b.dtype !== "float32") return stock();
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const aStrides = broadcastStrides(a.shape, shape.length);
    const bStrides = broadcastStrides(b.shape, shape.length);
    const loops = shape.map((size, axis) => ({ size, first: aStrides[axis]!, second: bStrides[axis]! }));
    const nest = writeLoopNest(module, loops);
    if (nest === undefined) return stock();
    const out = module.output(shape, "bool");
    if (util.sizeFromShape(shape) > 0) {
      module.exports.compare(comparison, nest, module.address(a), module.address(b), module.address(out));
    }
    return out;
  },
}));

/** `where`: condition ? t : e, all of one shape. */
export const select: TrainingKernel = {
  name: Select,
  compute(
    module,
    { inputs: { condition, t, e } }: KernelArguments<{ condition: TensorInfo; t: TensorInfo; e: TensorInfo }>,
    stock,
  ) {
    const isPlain =
      condition.dtype === "bool" &&
      t.dtype === e.dtype &&
      util.bytesPerElement(t.dtype) === 4 &&
      util.arraysEqual(condition.shape, t.shape);
    if (!isPlain) return stock();
    const out = module.output(t.shape, t.dtype);
    module.exports.select4(
      module.address(condition),
      module.address(t),
      module.address(e),
      util.sizeFromShape(t.shape),
      module.address(out),
    );
    return out;
  },
};
