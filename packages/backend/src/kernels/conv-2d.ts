import {
  backend_util,
  Conv2D,
  type Conv2DAttrs,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  FusedConv2D,
  type FusedConv2DAttrs,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { activate, addBias, isBiasRow, isBroadcastTo } from "./activation.js";
import { SHAPE_BYTES, writeConvolutionShape } from "./convolution-shape.js";
import { equalShares, type Share, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";

type Shape4D = [number, number, number, number];

/** Bytes of patches that exist at a time: with the packed filter they fit a second-level cache. */
const PATCH_BYTES = 256 * 1024;
/** Zeros and one edge tile before the packed matrix, `HEAD` of `assembly/gemm.ts`. */
const HEAD_BYTES = 224;

interface Conv2DInputs {
  x: TensorInfo;
  filter: TensorInfo;
}

interface FusedConv2DInputs extends Conv2DInputs {
  bias?: TensorInfo;
  preluActivationWeights?: TensorInfo;
}

/** `conv2d` over NHWC. */
export const conv2d: TrainingKernel = {
  name: Conv2D,
  compute(module, { inputs, attrs }: KernelArguments<Conv2DInputs, Conv2DAttrs>, stock) {
    const { x, filter } = inputs;
    const format = backend_util.convertConv2DDataFormat(attrs.dataFormat);
    if (format !== "channelsLast" || x.dtype !== "float32" || filter.dtype !== "float32") return stock();
    const { strides, dilations, pad, dimRoundingMode } = attrs;
    const info = conv2DInfo(x.shape, filter.shape, strides, dilations, pad, dimRoundingMode);
    return convolve(module, info, x, filter);
  },
};

/** `fused.conv2d`: activation(conv2d(x, filter) + bias) over NHWC. */
export const fusedConv2d: TrainingKernel = {
  name: FusedConv2D,
  compute(module, { inputs, attrs, backend }: KernelArguments<FusedConv2DInputs, FusedConv2DAttrs>, stock) {
    const { x, filter, bias, preluActivationWeights } = inputs;
    const isRow = isBiasRow(bias, filter.shape[3]);
    const isPlain = attrs.dataFormat === "NHWC" && x.dtype === "float32" && filter.dtype === "float32";
    if (!isPlain) return stock();
    const { strides, dilations, pad, dimRoundingMode } = attrs;
    const info = conv2DInfo(x.shape, filter.shape, strides, dilations, pad, dimRoundingMode);
    // A bias that does not fit is refused in tfjs's own words.
    if (!isRow && !isBroadcastTo(bias!.shape, info.outShape)) return stock();
    let out = convolve(module, info, x, filter, isRow ? bias : undefined);
    if (!isRow) out = addBias(module, backend, out, bias!);
    return activate(module, backend, out, attrs.activation, attrs.leakyreluAlpha, preluActivationWeights);
  },
};

/** Gradient of `conv2d` by its input, also `conv2dTranspose`. */
export const conv2dBackpropInput: TrainingKernel = {
  name: Conv2DBackpropInput,
  compute(
    module,
    { inputs, attrs }: KernelArguments<{ dy: TensorInfo; filter: TensorInfo }, Conv2DBackpropInputAttrs>,
    stock,
  ) {
    const { dy, filter } = inputs;
    const format = backend_util.convertConv2DDataFormat(attrs.dataFormat);
    if (format !== "channelsLast" || dy.dtype !== "float32" || filter.dtype !== "float32") return stock();
    const { inputShape, strides, pad, dimRoundingMode } = attrs;
    const info = conv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
    // A dy of another size than the convolution has: tfjs takes a corner of it.
    if (!util.arraysEqual(dy.shape, info.outShape)) return stock();
    const dx = module.output(info.inShape);
    if (util.sizeFromShape(dx.shape) === 0) return dx;
    const parts = shares(module.threads, info.batchSize, workOf(info));
    const { shapes, scratch } = prepare(module, info, parts, info.outChannels * roundUp(depthOf(info), 8));
    const calls = parts.map(({ first }, i) => [
      shapes[i]!,
      module.address(dy) + first * imageBytes(info.outShape),
      module.address(filter),
      module.address(dx) + first * imageBytes(info.inShape),
    ]);
    module.parallel("conv2dBackpropInput", calls, scratch);
    return dx;
  },
};

/** Gradient of `conv2d` by its filter, which tfjs's wasm backend lacks. */
export const conv2dBackpropFilter: TrainingKernel = {
  name: Conv2DBackpropFilter,
  compute(
    module,
    { inputs, attrs }: KernelArguments<{ x: TensorInfo; dy: TensorInfo }, Conv2DBackpropFilterAttrs>,
  ) {
    const { x, dy } = inputs;
    if (backend_util.convertConv2DDataFormat(attrs.dataFormat) !== "channelsLast") {
      throw new RangeError(
        `Conv2DBackpropFilter: expected dataFormat NHWC, got ${attrs.dataFormat}; transpose to channels last`,
      );
    }
    if (x.dtype !== "float32" || dy.dtype !== "float32") {
      throw new TypeError(`Conv2DBackpropFilter: expected float32 x and dy, got ${x.dtype} and ${dy.dtype}`);
    }
    const { filterShape, strides, pad, dimRoundingMode } = attrs;
    const info = conv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
    if (!util.arraysEqual(dy.shape, info.outShape)) {
      throw new RangeError(
        `Conv2DBackpropFilter: expected dy of shape [${info.outShape}], got [${dy.shape}]`,
      );
    }
    const dW = module.output(info.filterShape);
    if (util.sizeFromShape(dW.shape) === 0) return dW;
    const values = util.sizeFromShape(dW.shape);
    const parts = equalShares(info.batchSize, partsOfFilterSum(info));
    const { shapes, scratch, extra } = prepare(
      module,
      info,
      parts,
      blockRowsOf(info) * roundUp(info.outChannels, 8),
      4 * values * parts.length,
    );
    const { exports } = module;
    const isDirect = isPadded(info) && !exports.allFinite(module.address(dy), util.sizeFromShape(dy.shape));
    const calls = parts.map(({ first }, i) => [
      shapes[i]!,
      module.address(x) + first * imageBytes(info.inShape),
      module.address(dy) + first * imageBytes(info.outShape),
      extra + 4 * values * i,
    ]);
    if (isDirect) module.parallel("conv2dBackpropFilterDirect", calls);
    else module.parallel("conv2dBackpropFilter", calls, scratch);
    exports.sumMiddle(extra, module.address(dW), 1, parts.length, values, 1);
    return dW;
  },
};

function conv2DInfo(
  inShape: number[],
  filterShape: number[],
  strides: number | [number, number],
  dilations: number | [number, number],
  pad: Conv2DAttrs["pad"],
  dimRoundingMode: Conv2DAttrs["dimRoundingMode"],
): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(
    inShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
}

function convolve(
  module: TrainingModule,
  info: backend_util.Conv2DInfo,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo | undefined,
): TensorInfo {
  const out = module.output(info.outShape);
  if (util.sizeFromShape(out.shape) === 0) return out;
  const { exports } = module;
  const filterAddress = module.address(filter);
  const biasAddress = bias == null ? 0 : module.address(bias);
  const parts = shares(module.threads, info.batchSize, workOf(info));
  const { shapes, scratch } = prepare(module, info, parts, depthOf(info) * roundUp(info.outChannels, 8));
  const calls = parts.map(({ first }, i) => [
    shapes[i]!,
    module.address(x) + first * imageBytes(info.inShape),
    filterAddress,
    biasAddress,
    module.address(out) + first * imageBytes(info.outShape),
  ]);
  if (isPadded(info) && !exports.allFinite(filterAddress, util.sizeFromShape(filter.shape)))
    module.parallel("conv2dDirect", calls);
  else module.parallel("conv2d", calls, scratch);
  return out;
}

/**
 * The geometry of each part of the batch written, working memory of each thread for the packed matrix and the patches after
 * it, and `extraBytes` beside.
 */
function prepare(
  module: TrainingModule,
  info: backend_util.Conv2DInfo,
  parts: readonly Share[],
  packedValues: number,
  extraBytes = 0,
): { shapes: number[]; scratch: { address: number; bytes: number }; extra: number } {
  const rows = blockRowsOf(info);
  const bytes = roundUp(HEAD_BYTES + 4 * packedValues + rows * patchStride(info), 16);
  const start = module.scratch(parts.length * SHAPE_BYTES + module.threads * bytes + extraBytes);
  const shapes = parts.map(({ count }, i) => {
    writeConvolutionShape(module, start + i * SHAPE_BYTES, info, count, rows);
    return start + i * SHAPE_BYTES;
  });
  const address = start + parts.length * SHAPE_BYTES;
  return { shapes, scratch: { address, bytes }, extra: address + module.threads * bytes };
}

/** Bytes of the gradients of the parts together: a second-level cache and more, but no blow-up of memory. */
const PART_BYTES = 16 * 1024 * 1024;

/** In how many parts the filter's gradient is summed: a matter of the shapes alone, since its rounding depends on it. */
function partsOfFilterSum(info: backend_util.Conv2DInfo): number {
  const room = Math.floor(PART_BYTES / (4 * util.sizeFromShape(info.filterShape)));
  return Math.max(1, Math.min(8, room, Math.floor(workOf(info) / 2 ** 20)));
}

/** Multiply-adds of a convolution, and of each of its gradients. */
function workOf(info: backend_util.Conv2DInfo): number {
  return util.sizeFromShape(info.outShape) * depthOf(info);
}

/** Bytes of one image of a batch. */
function imageBytes([, height, width, channels]: Shape4D): number {
  return 4 * height * width * channels;
}

/** Whether a patch may reach outside the image: then its zeros would make NaN of an infinite filter value. */
function isPadded({ padInfo }: backend_util.Conv2DInfo): boolean {
  return padInfo.top > 0 || padInfo.bottom > 0 || padInfo.left > 0 || padInfo.right > 0;
}

function depthOf({ filterHeight, filterWidth, inChannels }: backend_util.Conv2DInfo): number {
  return filterHeight * filterWidth * inChannels;
}

/** Bytes of one row of patches, as `patchStride` of `assembly/convolution-shape.ts` has it. */
function patchStride(info: backend_util.Conv2DInfo): number {
  return 4 * (roundUp(depthOf(info), 16) | 16);
}

/** Output pixels at a time: whole tiles of five and of six rows, 30 to 240. */
function blockRowsOf(info: backend_util.Conv2DInfo): number {
  const rows = 30 * Math.floor(PATCH_BYTES / (30 * patchStride(info)));
  return Math.min(Math.max(rows, 30), 240);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
