import { findTestGpu } from "@elbowjs/test-kit/test-gpu";
import { setBackend, type Tensor } from "@tensorflow/tfjs-core";
import { registerGpuPrograms } from "../../src/fused/webgpu/index.js";
import { useBackend } from "../../src/index.js";
import { run, type Values } from "../kernels/on-backends.js";

/** Whether a GPU, if only a software one, can be tested on. */
export const hasGpu: boolean = await findTestGpu();
if (hasGpu) await useBackend({ prefer: ["webgpu"], allowSoftwareGpu: true });

/** The operation's outputs on the webgpu backend with our programs. */
export async function onGpu(
  operation: (...inputs: Tensor[]) => Tensor | Tensor[],
  inputs: Values[],
): Promise<Values[]> {
  await setBackend("webgpu");
  registerGpuPrograms();
  return run(operation, inputs);
}
