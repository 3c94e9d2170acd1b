import type { BackendInfo } from "@elbowjs/backend";
import type { Step } from "./step.js";
import { TensorStep } from "./tensor-step.js";

/**
 * The fastest step for the backend in use: the fused WebAssembly kernel on WASM, our own programs on WebGPU, operations
 * of tfjs elsewhere, for many centres, and where the program asked for stock kernels. Its code is loaded only when it is
 * taken.
 */
export async function chooseStep({ name, kernels }: BackendInfo, k: number): Promise<Step> {
  if (kernels === "stock") return new TensorStep();
  if (name === "webgpu") {
    const { WebGpuStep } = await import("./webgpu-step.js");
    return WebGpuStep.handles(k) ? new WebGpuStep() : new TensorStep();
  }
  const { FusedStep } = await import("./fused-step.js");
  return FusedStep.handles(k) ? new FusedStep() : new TensorStep();
}
