import { Identity, type TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { WasmBackend } from "./wasm-backend.js";

/** `identity`, hence `clone`: the same values under another handle. Stock copies them, which no kernel needs: none changes its inputs. */
export const identity: TrainingKernel = {
  name: Identity,
  compute(_module, { inputs: { x }, backend }: KernelArguments<{ x: TensorInfo }>, stock) {
    return x.dtype === "string" ? stock() : anotherHandle(backend as WasmBackend, x);
  },
};

/** A tensor of the values of another, which it shares. */
export function anotherHandle(backend: WasmBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
