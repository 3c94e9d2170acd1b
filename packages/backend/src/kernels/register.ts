import {
  findBackend,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { channelMoments, normalize, normalizeGradient } from "./batch-norm.js";
import { binaryKernels } from "./binary.js";
import { cast } from "./cast.js";
import { clipByValue } from "./clip.js";
import { comparisonKernels, select } from "./comparison.js";
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput, fusedConv2d } from "./conv-2d.js";
import { depthwiseBackpropFilter, depthwiseBackpropInput } from "./depthwise-gradient.js";
import { einsum } from "./einsum.js";
import { fill } from "./fill.js";
import { fusedDepthwise } from "./fused-depthwise.js";
import { gatherV2 } from "./gather.js";
import { gelu, geluGradient } from "./gelu.js";
import { groupNorm, groupNormGradient } from "./group-norm.js";
import { identity } from "./identity.js";
import type { KernelModuleKind } from "./kernel-module.js";
import { maskedSoftmax, softmaxGradient } from "./masked-softmax.js";
import { batchMatMul, fusedMatMul } from "./mat-mul.js";
import { philox } from "./philox.js";
import { pointPools } from "./point-pool.js";
import { avgPoolGrad, maxPoolGrad } from "./pool-gradient.js";
import { pow } from "./pow.js";
import { recurrentBackward, recurrentForward } from "./recurrent.js";
import { max, mean, sum } from "./reduction.js";
import { unsortedSegmentSum } from "./segment-sum.js";
import { concat, reverse, slice, splitV, stridedSlice, tile } from "./strided-copy.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import { trainingModule, trainingModuleOf, unloadTrainingModule } from "./training-module.js";
import { unaryKernels } from "./unary.js";

const BACKEND = "wasm";

const kernels: TrainingKernel[] = [
  batchMatMul,
  fusedMatMul,
  conv2d,
  fusedConv2d,
  conv2dBackpropInput,
  conv2dBackpropFilter,
  depthwiseBackpropInput,
  depthwiseBackpropFilter,
  maxPoolGrad,
  avgPoolGrad,
  unsortedSegmentSum,
  einsum,
  gatherV2,
  identity,
  cast,
  pow,
  philox,
  channelMoments,
  normalize,
  normalizeGradient,
  groupNorm,
  groupNormGradient,
  maskedSoftmax,
  softmaxGradient,
  gelu,
  geluGradient,
  recurrentForward,
  recurrentBackward,
  clipByValue,
  fill,
  fusedDepthwise,
  ...pointPools,
  ...binaryKernels,
  ...unaryKernels,
  ...comparisonKernels,
  select,
  sum,
  mean,
  max,
  stridedSlice,
  slice,
  splitV,
  concat,
  tile,
  reverse,
];

/** Stock kernels by name while ours stand in their place; null where stock has none. */
const stockKernels = new Map<string, KernelConfig | null>();

export interface RegisterTrainingKernelsOptions {
  /** Take this module instead of the best that the engine accepts, to compare the two. */
  kind?: KernelModuleKind;
  /** Threads for the heavy kernels, an integer ≥ 1; more than 1 only where tfjs's memory is shared. Default 1. */
  threads?: number;
}

export interface KernelReport {
  /** The module in use. */
  kind: KernelModuleKind;
  /** Whether it works on shared memory. */
  sharedMemory: boolean;
  /** Threads in use. */
  threads: number;
  /** Stock kernels that ours stand in for. */
  replaced: string[];
  /** Kernels that tfjs's wasm backend lacks. */
  added: string[];
}

/**
 * Puts our training kernels in the place of tfjs's own in the kernel registry of the wasm backend, which must be live
 * (`await setBackend("wasm")`). Every tfjs program then uses them. A second call changes nothing but the module, when
 * `kind` or `threads` asks for another.
 *
 * @throws TypeError if the wasm backend is not live or the engine has no WebAssembly SIMD.
 */
export function registerTrainingKernels(options: RegisterTrainingKernelsOptions = {}): KernelReport {
  const module = trainingModuleOf(findBackend(BACKEND), options);
  for (const kernel of kernels) if (!stockKernels.has(kernel.name)) replace(kernel);
  const names = [...stockKernels.keys()];
  return {
    kind: module.kind,
    sharedMemory: !(module.memory.buffer instanceof ArrayBuffer),
    threads: module.threads,
    replaced: names.filter((name) => stockKernels.get(name) !== null),
    added: names.filter((name) => stockKernels.get(name) === null),
  };
}

/** Gives every kernel back to tfjs and frees the working memory of ours. Without a registration it does nothing. */
export function restoreStockKernels(): void {
  for (const [name, stock] of stockKernels) {
    unregisterKernel(name, BACKEND);
    if (stock !== null) registerKernel(stock);
  }
  stockKernels.clear();
  const backend = findBackend(BACKEND);
  if (backend !== undefined) unloadTrainingModule(backend);
}

function replace(kernel: TrainingKernel): void {
  const stock: KernelConfig | undefined = getKernel(kernel.name, BACKEND);
  if (stock !== undefined) unregisterKernel(kernel.name, BACKEND);
  stockKernels.set(kernel.name, stock ?? null);
  const kernelFunc = ((call: KernelArguments<never, never>) =>
    kernel.compute(trainingModule(call.backend), call, () => {
      if (stock === undefined) {
        throw new TypeError(
          `${kernel.name}: expected float32 tensors, the only ones it has a wasm kernel for`,
        );
      }
      return stock.kernelFunc(call);
    })) as unknown as KernelFunc;
  // Set-up and disposal of the stock kernel stay, for calls handed to it and for a backend that tfjs makes anew.
  registerKernel({ ...stock, kernelName: kernel.name, backendName: BACKEND, kernelFunc });
}
