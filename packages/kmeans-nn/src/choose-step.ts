import type { BackendInfo } from "@elbowjs/backend";
import type { Step } from "./step.js";
import { TensorStep } from "./tensor-step.js";

/**
 * The fastest step for the backend in use: the fused WebAssembly kernel on WASM, operations of tfjs elsewhere, for many
 * centres, and where the program asked for stock kernels. Its code is loaded only when it is taken.
 */
export async function chooseStep({ name, kernels }: BackendInfo, k: number): Promise<Step> {
  if (name !== "wasm" || kernels === "stock") return new TensorStep();
  const { FusedStep } = await import("./fused-step.js");
  return FusedStep.handles(k) ? new FusedStep() : new TensorStep();
}
