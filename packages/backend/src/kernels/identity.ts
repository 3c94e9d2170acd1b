import { Cast, type CastAttrs, Identity, type TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { WasmBackend } from "./wasm-backend.js";

interface Unary {
  x: TensorInfo;
}

/** `identity`, hence `clone`: the same values under another handle. Stock copies them, which no kernel needs: none changes its inputs. */
export const identity: TrainingKernel = {
  name: Identity,
  compute(_module, { inputs: { x }, backend }: KernelArguments<Unary>, stock) {
    return x.dtype === "string" ? stock() : another(backend as WasmBackend, x);
  },
};

/** `cast` to the type that the values have, as the gradient of `relu` does: nothing to convert, hence nothing to copy. */
export const cast: TrainingKernel = {
  name: Cast,
  compute(_module, { inputs: { x }, attrs, backend }: KernelArguments<Unary, CastAttrs>, stock) {
    return x.dtype === attrs.dtype && x.dtype !== "string" ? another(backend as WasmBackend, x) : stock();
  },
};

function another(backend: WasmBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
