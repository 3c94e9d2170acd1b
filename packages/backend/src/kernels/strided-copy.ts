import {
  backend_util,
  Concat,
  type ConcatAttrs,
  Reverse,
  type ReverseAttrs,
  Slice,
  type SliceAttrs,
  SplitV,
  type SplitVAttrs,
  StridedSlice,
  type StridedSliceAttrs,
  slice_util,
  type TensorInfo,
  Tile,
  type TileAttrs,
  util,
} from "@tensorflow/tfjs-core";
import { type Loop, writeLoopNest } from "./loop-nest.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";

interface Unary {
  x: TensorInfo;
}

/** `stridedSlice`. */
export const stridedSlice: TrainingKernel = {
  name: StridedSlice,
  compute(module, { inputs: { x }, attrs }: KernelArguments<Unary, StridedSliceAttrs>, stock) {
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs;
    const info = slice_util.sliceInfo(
      x.shape,
      begin,
      end,
      strides,
      beginMask,
      endMask,
      ellipsisMask,
      newAxisMask,
      shrinkAxisMask,
    );
    if (info.isIdentity || !hasWords(x)) return stock();
    const size = slice_util.computeOutShape(info.begin, info.end, info.strides).map((n) => Math.max(n, 0));
    return copySlice(module, x, info.begin, size, info.strides, info.finalShape) ?? stock();
  },
};

/** `slice`, and what is made of it. */
export const slice: TrainingKernel = {
  name: Slice,
  compute(module, { inputs: { x }, attrs }: KernelArguments<Unary, SliceAttrs>, stock) {
    if (!hasWords(x)) return stock();
    const [begin, size] = slice_util.parseSliceParams(x as never, attrs.begin, attrs.size) as [
      number[],
      number[],
    ];
    slice_util.assertParamsValid(x as never, begin, size);
    const ones = begin.map(() => 1);
    return copySlice(module, x, begin, size, ones, size) ?? stock();
  },
};

/** `split` and `unstack`: one slice for each part. */
export const splitV: TrainingKernel = {
  name: SplitV,
  compute(module, { inputs: { x }, attrs }: KernelArguments<Unary, SplitVAttrs>, stock) {
    if (!hasWords(x) || x.shape.length > 8) return stock();
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0]!;
    const begin = x.shape.map(() => 0);
    const ones = x.shape.map(() => 1);
    return backend_util.prepareSplitSize(x as never, attrs.numOrSizeSplits, axis).map((part) => {
      const size = x.shape.with(axis, part);
      const out = copySlice(module, x, begin, size, ones, size)!;
      begin[axis]! += part;
      return out;
    });
  },
};

/** `reverse`: negative strides from the far end. */
export const reverse: TrainingKernel = {
  name: Reverse,
  compute(module, { inputs: { x }, attrs }: KernelArguments<Unary, ReverseAttrs>, stock) {
    if (!hasWords(x) || x.shape.length === 0) return stock();
    const axes = util.parseAxisParam(attrs.dims, x.shape);
    const begin = x.shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0));
    const strides = x.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1));
    return copySlice(module, x, begin, x.shape, strides, x.shape) ?? stock();
  },
};

/** `tile`: a repetition is an axis along which the source does not move. */
export const tile: TrainingKernel = {
  name: Tile,
  compute(module, { inputs: { x }, attrs: { reps } }: KernelArguments<Unary, TileAttrs>, stock) {
    if (!hasWords(x)) return stock();
    const shape = x.shape.map((size, axis) => size * reps[axis]!);
    const out = module.output(shape, x.dtype);
    const from = util.computeStrides(x.shape).concat(1);
    const to = util.computeStrides(shape).concat(1);
    const loops = x.shape.flatMap((size, axis) => [
      { size: reps[axis]!, first: 0, second: to[axis]! * size },
      { size, first: from[axis]!, second: to[axis]! },
    ]);
    return copyInto(module, loops, x, 0, out, 0) ? out : discard(module, out, stock);
  },
};

/** `concat`, `stack`: each input a strided part of the output. */
export const concat: TrainingKernel = {
  name: Concat,
  compute(module, { inputs, attrs }: KernelArguments<TensorInfo[], ConcatAttrs>, stock) {
    const parts = inputs.filter(({ shape }) => util.sizeFromShape(shape) > 0);
    if (parts.length < 2 || !parts.every((part) => hasWords(part) && part.dtype === parts[0]!.dtype))
      return stock();
    const axis = util.parseAxisParam(attrs.axis, inputs[0]!.shape)[0]!;
    const shapes = inputs.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const shape = backend_util.computeOutShape(shapes, axis);
    const out = module.output(shape, parts[0]!.dtype);
    const rows = util.sizeFromShape(shape.slice(0, axis));
    const row = util.sizeFromShape(shape.slice(axis));
    let offset = 0;
    for (const part of parts) {
      const run = util.sizeFromShape(part.shape.slice(axis));
      const loops = [
        { size: rows, first: run, second: row },
        { size: run, first: 1, second: 1 },
      ];
      copyInto(module, loops, part, 0, out, offset);
      offset += run;
    }
    return out;
  },
};

/** Whether elements are of four bytes, the ones that `stridedCopy` moves. */
function hasWords({ dtype }: TensorInfo): boolean {
  return dtype === "float32" || dtype === "int32";
}

/** x[begin + i · strides] for i below `size`; undefined if it takes more than eight loops. */
function copySlice(
  module: TrainingModule,
  x: TensorInfo,
  begin: number[],
  size: number[],
  strides: number[],
  outShape: number[],
): TensorInfo | undefined {
  const out = module.output(outShape, x.dtype);
  const from = util.computeStrides(x.shape).concat(1);
  const to = util.computeStrides(size).concat(1);
  const offset = begin.reduce((sum, index, axis) => sum + index * from[axis]!, 0);
  const loops = size.map((count, axis) => ({
    size: count,
    first: from[axis]! * strides[axis]!,
    second: to[axis]!,
  }));
  return copyInto(module, loops, x, offset, out, 0) ? out : discard(module, out, () => undefined);
}

/** Offsets in elements. False if it takes more than eight loops. */
function copyInto(
  module: TrainingModule,
  loops: Loop[],
  from: TensorInfo,
  fromOffset: number,
  to: TensorInfo,
  toOffset: number,
): boolean {
  if (loops.some(({ size }) => size === 0)) return true;
  const nest = writeLoopNest(module, loops);
  if (nest === undefined) return false;
  module.exports.stridedCopy(nest, module.address(from) + 4 * fromOffset, module.address(to) + 4 * toOffset);
  return true;
}

function discard<T>(module: TrainingModule, tensor: TensorInfo, otherwise: () => T): T {
  module.free(tensor);
  return otherwise();
}
