import { Cast, type CastAttrs, type TensorInfo } from "@tensorflow/tfjs-core";
import { anotherHandle } from "./identity.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";
import type { WasmBackend } from "./wasm-backend.js";

/**
 * `cast`. To the type that the values have, as in the gradient of `relu`, there is nothing to copy. To bool, a number is true
 * unless it is 0, as on tfjs's CPU backend: stock kernels of wasm keep its lowest byte, so that 256 and 0.5 are false and 2 is 2.
 */
export const cast: TrainingKernel = {
  name: Cast,
  compute(module, { inputs: { x }, attrs, backend }: KernelArguments<{ x: TensorInfo }, CastAttrs>, stock) {
    const from = x.dtype;
    if (from === attrs.dtype && from !== "string") return anotherHandle(backend as WasmBackend, x);
    if (attrs.dtype === "bool" && (from === "float32" || from === "int32"))
      return isNotZero(module, x, backend as WasmBackend);
    return stock();
  },
};

function isNotZero(module: TrainingModule, x: TensorInfo, backend: WasmBackend): TensorInfo {
  const out = module.output(x.shape, "bool");
  const values = backend.typedArrayFromHeap(x);
  const flags = backend.typedArrayFromHeap(out);
  for (let i = 0; i < values.length; i++) flags[i] = Number(values[i] !== 0);
  return out;
}
