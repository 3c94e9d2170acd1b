import type { backend_util, DataId, DataType, KernelBackend, TensorInfo } from "@tensorflow/tfjs-core";

/** What tfjs keeps about a tensor on its wasm heap. */
export interface WasmTensorData {
  memoryOffset: number | null;
  shape: number[];
  dtype: DataType;
}

/**
 * The part of tfjs's `BackendWasm` (4.22) that kernels use. `asm.memory` is the heap of the SIMD and plain builds,
 * `wasmMemory` that of the threaded one.
 */
export interface WasmBackend extends KernelBackend {
  wasm: {
    _malloc(bytes: number): number;
    _free(address: number): void;
    /** Emscripten calls it before it aborts. */
    onAbort?: (reason: unknown) => void;
    asm?: { memory?: WebAssembly.Memory };
    wasmMemory?: WebAssembly.Memory;
  };
  incRef(dataId: DataId): void;
  dataIdMap: { get(dataId: DataId): WasmTensorData };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): backend_util.TypedArray;
}

/**
 * The memory that tfjs's wasm backend computes in.
 *
 * @throws TypeError if the backend is not a live tfjs wasm backend, or of a version that keeps its memory elsewhere.
 */
export function wasmMemory(backend: KernelBackend): WebAssembly.Memory {
  const wasm = (backend as Partial<WasmBackend> | null | undefined)?.wasm;
  const memory = wasm?.wasmMemory ?? wasm?.asm?.memory;
  if (!(memory instanceof WebAssembly.Memory)) {
    throw new TypeError(
      `wasmMemory: expected the live tfjs wasm backend (4.22), got ${backend?.constructor?.name ?? backend} without its memory; ` +
        `await setBackend("wasm") first`,
    );
  }
  return memory;
}
