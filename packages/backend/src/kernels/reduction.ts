import {
  backend_util,
  Max,
  type MaxAttrs,
  Mean,
  type MeanAttrs,
  Sum,
  type SumAttrs,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";

interface Unary {
  x: TensorInfo;
}

/** Reduces the middle axis of [outer, reduce, inner] from one address to another. */
type ReduceMiddle = (x: number, out: number, outer: number, reduce: number, inner: number) => void;

/** `sum` over any axes. */
export const sum: TrainingKernel = {
  name: Sum,
  compute(module, { inputs: { x }, attrs }: KernelArguments<Unary, SumAttrs>, stock) {
    if (!isReducible(x)) return stock();
    return sumAxes(module, x, attrs.axis, attrs.keepDims);
  },
};

/** `mean` over any axes. */
export const mean: TrainingKernel = {
  name: Mean,
  compute(module, { inputs: { x }, attrs }: KernelArguments<Unary, MeanAttrs>, stock) {
    if (!isReducible(x)) return stock();
    const average: ReduceMiddle = (from, to, outer, count, inner) =>
      module.exports.sumMiddle(from, to, outer, count, inner, 1 / count);
    return reduce(module, x, attrs.axis, attrs.keepDims, average);
  },
};

/** `max` over any axes, NaN where there is one. */
export const max: TrainingKernel = {
  name: Max,
  compute(module, { inputs: { x }, attrs }: KernelArguments<Unary, MaxAttrs>, stock) {
    if (!isReducible(x)) return stock();
    return reduce(module, x, attrs.reductionIndices, attrs.keepDims, module.exports.maxMiddle);
  },
};

/** Σ x over the axes, float32 and not empty. */
export function sumAxes(
  module: TrainingModule,
  x: TensorInfo,
  axis: number | number[],
  keepDims = false,
): TensorInfo {
  const add: ReduceMiddle = (...call) => module.exports.sumMiddle(...call, 1);
  return reduce(module, x, axis, keepDims, add);
}

function isReducible({ dtype, shape }: TensorInfo): boolean {
  return dtype === "float32" && util.sizeFromShape(shape) > 0;
}

/**
 * One pass for each group of neighbouring reduced axes, from the last to the first: the mean of means and the maximum of
 * maxima of equal groups are those of the whole. Most reductions are one group.
 */
function reduce(
  module: TrainingModule,
  x: TensorInfo,
  axis: number | number[],
  keepDims: boolean,
  reduceMiddle: ReduceMiddle,
): TensorInfo {
  const axes = util.parseAxisParam(axis, x.shape);
  const [reducedShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = keepDims ? backend_util.expandShapeToKeepDim(reducedShape, axes) : reducedShape;
  const groups = middleGroups(x.shape, axes);
  let from = x;
  for (const [pass, { outer, count, inner }] of groups.entries()) {
    const to = module.output(pass === groups.length - 1 ? shape : [outer * inner]);
    reduceMiddle(module.address(from), module.address(to), outer, count, inner);
    if (from !== x) module.free(from);
    from = to;
  }
  return from;
}

/** The passes: what lies outside, in and inside each group of neighbouring reduced axes when the later ones are gone. */
function middleGroups(shape: number[], axes: number[]): { outer: number; count: number; inner: number }[] {
  const groups: { outer: number; count: number; inner: number }[] = [];
  let inner = 1;
  let end = shape.length;
  while (end > 0) {
    let start = end;
    while (start > 0 && !axes.includes(start - 1)) start--;
    inner *= util.sizeFromShape(shape.slice(start, end));
    end = start;
    while (start > 0 && axes.includes(start - 1)) start--;
    if (start < end) {
      const count = util.sizeFromShape(shape.slice(start, end));
      groups.push({ outer: util.sizeFromShape(shape.slice(0, start)), count, inner });
    }
    end = start;
  }
  // A reduction over no axis at all is a copy.
  return groups.length > 0 ? groups : [{ outer: 1, count: 1, inner }];
}
