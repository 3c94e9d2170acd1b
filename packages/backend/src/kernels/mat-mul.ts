import {
  _FusedMatMul,
  type _FusedMatMulAttrs,
  BatchMatMul,
  type BatchMatMulAttrs,
  broadcast_util,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { activate, addBias, isBiasRow } from "./activation.js";
import { integerProduct, isIntegerProduct } from "./integer-product.js";
import { isWorthSharing, type Share, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";
import type { WasmBackend } from "./wasm-backend.js";

interface MatMulInputs {
  a: TensorInfo;
  b: TensorInfo;
}

interface FusedMatMulInputs extends MatMulInputs {
  bias?: TensorInfo;
  preluActivationWeights?: TensorInfo;
}

/** Rows and columns that a call should have multiples of: the kernel's tiles have five or six rows, its panels eight columns. */
const [ROW_TILE, COLUMN_TILE] = [30, 16];

/** `matMul`: op(a) op(b) over the last two axes, the leading ones broadcast. */
export const batchMatMul: TrainingKernel = {
  name: BatchMatMul,
  compute(module, { inputs, attrs, backend }: KernelArguments<MatMulInputs, BatchMatMulAttrs>, stock) {
    const { a, b } = inputs;
    const { transposeA, transposeB } = attrs;
    if (isIntegerProduct(a, b))
      return integerProduct(module, backend as WasmBackend, [a, b], [transposeA, transposeB]);
    if (a.dtype !== "float32" || b.dtype !== "float32") return stock();
    return product(module, a, b, transposeA, transposeB);
  },
};

/** `fused.matMul`: activation(op(a) op(b) + bias). */
export const fusedMatMul: TrainingKernel = {
  name: _FusedMatMul,
  compute(module, { inputs, attrs, backend }: KernelArguments<FusedMatMulInputs, _FusedMatMulAttrs>, stock) {
    const { a, b, bias, preluActivationWeights } = inputs;
    const columns = attrs.transposeB ? b.shape.at(-2) : b.shape.at(-1);
    const isPlain =
      a.dtype === "float32" && b.dtype === "float32" && (bias == null || bias.dtype === "float32");
    if (!isPlain) return stock();
    const isRow = isBiasRow(bias, columns);
    let out = product(module, a, b, attrs.transposeA, attrs.transposeB, isRow ? bias : undefined);
    if (!isRow) out = addBias(module, backend, out, bias!);
    return activate(module, backend, out, attrs.activation, attrs.leakyreluAlpha, preluActivationWeights);
  },
};

/**
 * op(a) op(b) + bias, one matrix product for each broadcast batch. A batch of a with one b is a single product of all
 * its rows when a is not transposed.
 */
export function product(
  module: TrainingModule,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  bias?: TensorInfo | undefined,
): TensorInfo {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  let m = transposeA ? aColumns : aRows;
  const n = transposeB ? bRows : bColumns;
  const k = transposeA ? aRows : aColumns;
  assertInnerSizes(a, b, transposeA, transposeB);
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const outBatch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const out = module.output([...outBatch, m, n]);
  let batches = util.sizeFromShape(outBatch);
  if (util.sizeFromShape(bBatch) === 1 && !transposeA && batches === util.sizeFromShape(aBatch)) {
    m *= batches;
    batches = 1;
  }
  if (batches * m * n === 0) return out;
  const bytes = module.exports.gemmScratchBytes();
  const scratch = { address: module.scratch(module.threads * bytes), bytes };
  const [aStart, bStart, cStart] = [module.address(a), module.address(b), module.address(out)];
  const biasStart = bias == null ? 0 : module.address(bias);
  const aStrides = batchStrides(aBatch, outBatch, 4 * aRows * aColumns);
  const bStrides = batchStrides(bBatch, outBatch, 4 * bRows * bColumns);
  // Many products are parts enough.
  const threads = batches < 4 * module.threads ? module.threads : 1;
  const { rows, columns } = partsOf(m, n, k, threads);
  const calls: number[][] = [];
  for (let batch = 0; batch < batches; batch++) {
    const aAddress = aStart + offsetOf(batch, outBatch, aStrides);
    const bAddress = bStart + offsetOf(batch, outBatch, bStrides);
    const cAddress = cStart + 4 * m * n * batch;
    for (const row of rows)
      for (const column of columns)
        calls.push([
          Number(transposeA),
          Number(transposeB),
          row.count,
          column.count,
          k,
          aAddress + 4 * row.first * (transposeA ? 1 : aColumns),
          4 * aColumns,
          bAddress + 4 * column.first * (transposeB ? bColumns : 1),
          4 * bColumns,
          biasStart === 0 ? 0 : biasStart + 4 * column.first,
          cAddress + 4 * (row.first * n + column.first),
          4 * n,
        ]);
  }
  // A batch of small products is faster done here than handed out one by one.
  if (isWorthSharing(module.threads, batches * m * n * k)) module.parallel("gemm", calls, scratch);
  else for (const call of calls) module.parallel("gemm", [call], scratch);
  return out;
}

/** The output's parts for the threads. Every call packs its part of b anew: rows are only cut where there are few columns. */
function partsOf(m: number, n: number, k: number, threads: number): { rows: Share[]; columns: Share[] } {
  const cut = (size: number, tile: number): Share[] => shares(threads, size, m * n * k, tile);
  const isWide = n >= m || n >= 4 * COLUMN_TILE * threads;
  return isWide
    ? { rows: [{ first: 0, count: m }], columns: cut(n, COLUMN_TILE) }
    : { rows: cut(m, ROW_TILE), columns: [{ first: 0, count: n }] };
}

function assertInnerSizes(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): void {
  util.assert(
    a.shape.at(transposeA ? -2 : -1) === b.shape.at(transposeB ? -1 : -2),
    () =>
      `matMul: expected equal inner sizes, got a of shape [${a.shape}] and b of shape [${b.shape}] ` +
      `with transposeA=${transposeA} and transposeB=${transposeB}`,
  );
}

/** Bytes from the first matrix to that of one product of the batch. */
function offsetOf(batch: number, outBatch: readonly number[], strides: readonly number[]): number {
  let offset = 0;
  let rest = batch;
  for (let axis = outBatch.length - 1; axis >= 0; axis--) {
    const size = outBatch[axis]!;
    const index = rest % size;
    rest = (rest - index) / size;
    offset += index * strides[axis]!;
  }
  return offset;
}

/** Bytes from one matrix to the next along each batch axis of the output: 0 where the input is broadcast. */
function batchStrides(batch: number[], outBatch: number[], matrixBytes: number): number[] {
  const strides = outBatch.map(() => 0);
  let stride = matrixBytes;
  for (let axis = 1; axis <= batch.length; axis++) {
    const size = batch.at(-axis)!;
    if (size > 1) strides[outBatch.length - axis] = stride;
    stride *= size;
  }
  return strides;
}
