import { ElbowBackendError, useBackend } from "@elbowjs/backend";
import { conv2d, grad, ones, type Tensor4D, tidy } from "@tensorflow/tfjs-core";
import { findTestGpu } from "../../backend/test/software-gpu.js";

/** The backends of this machine on which a convolution can be trained; the others are named loudly. */
export async function trainingBackends(): Promise<("cpu" | "wasm" | "webgpu")[]> {
  const present: ("cpu" | "wasm" | "webgpu")[] = [];
  await findTestGpu();
  for (const name of ["cpu", "wasm", "webgpu"] as const) {
    try {
      await useBackend({ prefer: [name], allowSoftwareGpu: true });
      tidy(() =>
        grad((w) => conv2d(ones([1, 4, 4, 1]) as Tensor4D, w as Tensor4D, 1, "valid"))(ones([2, 2, 1, 1])),
      );
      present.push(name);
    } catch (error) {
      if (!(error instanceof ElbowBackendError)) throw error;
      console.warn(`SKIPPED: training tests on ${name}; ${error.message}`);
    }
  }
  return present;
}
