import { Identity, type TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { WasmBackend } from "./wasm-backend.js";

/** `identity`, hence `clone`: the same values under another handle. Stock copies them, which no kernel needs: none changes its inputs. */
export const identity: TrainingKernel = {
  name: Identity,
  compute(_module, { inputs: { x }, backend }: KernelArguments<{ x: TensorInfo }>, stock) {
    if (x.dtype === "string") return stock();
    (backend as WasmBackend).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
};
