import { type GpuProgram, runGpuProgram } from "@elbowjs/backend/webgpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  ROW_SOFTMAX,
  ROW_SOFTMAX_GRADIENT,
  SAMPLED_PRODUCT,
  SPARSE_PRODUCT,
  type SparseAttributes,
} from "./kernel-names.js";

type Inputs = Readonly<Record<string, TensorInfo>>;

/** The sparse kernels in WGSL: a thread for each value of the result, which walks its row by itself, so that no two write one place. */
export const gpuKernels: Readonly<
  Record<string, (inputs: Inputs, attributes: SparseAttributes) => TensorInfo>
> = {
  [SAMPLED_PRODUCT]: (inputs, { heads, width }) => {
    const entries = inputs["rowOf"]!.shape[0]!;
    return run(SAMPLED_PRODUCT, sampledProduct, inputs, [entries, heads], { heads, width });
  },
  [SPARSE_PRODUCT]: (inputs, { heads, width }) => {
    const rows = inputs["start"]!.shape[0]! - 1;
    return run(SPARSE_PRODUCT, sparseProduct, inputs, [rows, heads * width], { heads, width });
  },
  [ROW_SOFTMAX]: (inputs, { heads, scale }) =>
    run(ROW_SOFTMAX, rowSoftmax, inputs, inputs["s"]!.shape, { heads }, scale),
  [ROW_SOFTMAX_GRADIENT]: (inputs, { heads, scale }) =>
    run(ROW_SOFTMAX_GRADIENT, rowSoftmaxGradient, inputs, inputs["y"]!.shape, { heads }, scale),
};

function run(
  name: string,
  code: string,
  inputs: Inputs,
  shape: readonly number[],
  sizes: Readonly<Record<string, number>>,
  scale = 1,
): TensorInfo {
  const uniforms: GpuProgram["uniforms"] = {
    ...Object.fromEntries(Object.entries(sizes).map(([size, value]) => [size, ["i32", value] as const])),
    scale: ["f32", scale],
  };
  return runGpuProgram({ name, code, inputs, uniforms, shape });
}

const sampledProduct = `
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let e = index / uniforms.heads;
    let h = index % uniforms.heads;
    let stride = uniforms.heads * uniforms.width;
    let i = rowOf[e] * stride + h * uniforms.width;
    let j = columnOf[e] * stride + h * uniforms.width;
    var sum = 0.0;
    for (var c = 0; c < uniforms.width; c++) { sum += a[i + c] * b[j + c]; }
    result[index] = sum;
  }`;

const sparseProduct = `
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let stride = uniforms.heads * uniforms.width;
    let i = index / stride;
    let at = index % stride;
    let h = at / uniforms.width;
    var sum = 0.0;
    for (var p = start[i]; p < start[i + 1]; p++) {
      let e = entry[p];
      sum += w[e * uniforms.heads + h] * b[endOf[e] * stride + at];
    }
    result[index] = sum;
  }`;

/** Every value finds the maximum and the sum of its row again: rows are short, and no barrier is needed. */
const rowSoftmax = `
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let h = index % uniforms.heads;
    let i = rowOf[index / uniforms.heads];
    var largest = -3.4e38;
    for (var e = rowStart[i]; e < rowStart[i + 1]; e++) {
      largest = max(largest, uniforms.scale * s[e * uniforms.heads + h]);
    }
    var total = 0.0;
    for (var e = rowStart[i]; e < rowStart[i + 1]; e++) {
      total += exp(uniforms.scale * s[e * uniforms.heads + h] - largest);
    }
    result[index] = exp(uniforms.scale * s[index] - largest) / total;
  }`;

const rowSoftmaxGradient = `
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let h = index % uniforms.heads;
    let i = rowOf[index / uniforms.heads];
    var mean = 0.0;
    for (var e = rowStart[i]; e < rowStart[i + 1]; e++) {
      let at = e * uniforms.heads + h;
      mean += y[at] * dy[at];
    }
    result[index] = uniforms.scale * y[index] * (dy[index] - mean);
  }`;
