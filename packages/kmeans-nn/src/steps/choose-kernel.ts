import { type BackendInfo, useBackend } from "@elbowjs/backend";
import { ComposedKernel } from "./composed-kernel.js";
import type { StepKernel } from "./step-kernel.js";

/**
 * The fastest steps for the backend in use: the WebAssembly kernel on WASM, our own programs on WebGPU, operations of tfjs
 * elsewhere, for more than 512 centres on WebGPU, and where the program asked for stock kernels. Their code is loaded only when it is taken.
 */
export async function chooseKernel({ name, kernels }: BackendInfo, k: number): Promise<StepKernel> {
  if (kernels === "stock") return new ComposedKernel();
  if (name === "webgpu") {
    const { WebGpuKernel } = await import("./webgpu/webgpu-kernel.js");
    return WebGpuKernel.handles(k) ? new WebGpuKernel() : new ComposedKernel();
  }
  const { WasmKernel } = await import("./wasm-kernel.js");
  return new WasmKernel();
}

/** The kernel of one network, kept from one training to the next until the program takes another backend. */
export class KernelInUse {
  #chosen: { readonly backend: BackendInfo; readonly kernel: StepKernel } | undefined;

  /** The kernel for k centres on the backend in use. */
  async for(k: number): Promise<StepKernel> {
    const backend = await useBackend();
    if (this.#chosen?.backend !== backend) {
      this.dispose();
      this.#chosen = { backend, kernel: await chooseKernel(backend, k) };
    }
    return this.#chosen.kernel;
  }

  /** Frees the kernel. */
  dispose(): void {
    this.#chosen?.kernel.dispose();
    this.#chosen = undefined;
  }
}
