import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from "@tensorflow/tfjs-core";
import { channelMoments, normalize, normalizeGradient } from "./batch-norm.js";
import type { GpuKernel } from "./gpu-kernel.js";
import { philox, philoxDropout } from "./philox.js";
import { upsampleBicubic, upsampleBicubicGradient } from "./upsample-bicubic.js";

const BACKEND = "webgpu";

const kernels: GpuKernel<never, never>[] = [
  channelMoments,
  normalize,
  normalizeGradient,
  philox,
  philoxDropout,
  upsampleBicubic,
  upsampleBicubicGradient,
];

/**
 * Gives the fused operations their GPU programs on tfjs's webgpu backend, in place of compositions of tfjs's own
 * operations. A second call does nothing.
 */
export function registerGpuPrograms(): void {
  for (const { name, compute } of kernels) {
    if (getKernel(name, BACKEND) !== undefined) continue;
    const kernelFunc = (({ inputs, attrs }: { inputs: never; attrs: never }) =>
      compute(inputs, attrs)) as unknown as KernelFunc;
    registerKernel({ kernelName: name, backendName: BACKEND, kernelFunc });
  }
}

/** Takes the programs away, so that the fused operations are composed again. */
export function removeGpuPrograms(): void {
  for (const { name } of kernels) if (getKernel(name, BACKEND) !== undefined) unregisterKernel(name, BACKEND);
}
