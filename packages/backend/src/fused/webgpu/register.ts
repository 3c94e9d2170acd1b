import {
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { channelMoments, normalize, normalizeGradient } from "./batch-norm.js";
import type { GpuKernel } from "./gpu-kernel.js";
import { philox, philoxDropout } from "./philox.js";
import { unsortedSegmentSum } from "./segment-sum.js";
import { upsampleBicubic, upsampleBicubicGradient } from "./upsample-bicubic.js";

const BACKEND = "webgpu";

const kernels: GpuKernel<never, never>[] = [
  channelMoments,
  normalize,
  normalizeGradient,
  philox,
  philoxDropout,
  unsortedSegmentSum,
  upsampleBicubic,
  upsampleBicubicGradient,
];

/** The kernels of tfjs that ours stand in for; undefined for operations of our own. */
const stock = new Map<string, KernelConfig | undefined>();

/**
 * Gives tfjs's webgpu backend our GPU programs: for the fused operations, in place of compositions of tfjs's own, and for sums whose
 * order tfjs leaves open. A second call does nothing.
 */
export function registerGpuPrograms(): void {
  for (const { name, compute } of kernels) {
    if (stock.has(name)) continue;
    const known = getKernel(name, BACKEND);
    stock.set(name, known);
    if (known !== undefined) unregisterKernel(name, BACKEND);
    const kernelFunc = (({ inputs, attrs }: { inputs: never; attrs: never }) =>
      compute(inputs, attrs)) as unknown as KernelFunc;
    registerKernel({ kernelName: name, backendName: BACKEND, kernelFunc });
  }
}

/** Takes the programs away, so that the fused operations are composed again, and tfjs's own kernels are back. */
export function removeGpuPrograms(): void {
  for (const [name, known] of stock) {
    unregisterKernel(name, BACKEND);
    if (known !== undefined) registerKernel(known);
  }
  stock.clear();
}
