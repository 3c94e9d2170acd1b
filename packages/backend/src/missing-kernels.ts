import { getKernel, registerKernel, unregisterKernel } from "@tensorflow/tfjs-core";
import { ElbowBackendError } from "./errors.js";

/** What training needs and tfjs-backend-wasm 4.22 does not have. */
const missingOnWasm = [
  "Conv2DBackpropFilter",
  "UnsortedSegmentSum",
  "Einsum",
  "DepthwiseConv2dNativeBackpropFilter",
  "DepthwiseConv2dNativeBackpropInput",
] as const;

/** The kernels that only have an answer here. */
const answered = new Set<string>();

/**
 * Gives every training kernel that WASM lacks a clear answer, so that training does not stop in the middle with
 * tfjs's "Kernel … not registered". A kernel that is there stays as it is.
 */
export function answerForMissingKernels(): void {
  for (const kernelName of missingOnWasm) {
    if (getKernel(kernelName, "wasm")) continue;
    answered.add(kernelName);
    registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: () => {
        throw new ElbowBackendError(
          "missing-kernel",
          `${kernelName}: expected a kernel for the wasm backend, got none: tfjs ships none. ` +
            `Use useBackend({kernels: "elbow"}), or train this model with useBackend({prefer: ["cpu"]}).`,
        );
      },
    });
  }
}

/** Takes the answers back, so that real kernels can come in their place. */
export function withdrawAnswers(): void {
  for (const kernelName of answered) unregisterKernel(kernelName, "wasm");
  answered.clear();
}
