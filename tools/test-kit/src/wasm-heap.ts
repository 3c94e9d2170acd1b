/** The part of tfjs's wasm backend (4.22) that holds its memory. */
interface WithMemory {
  readonly wasm?: {
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    /** In the threaded build. */
    readonly wasmMemory?: WebAssembly.Memory;
  };
}

/** Bytes of the heap of tfjs's wasm backend, `findBackend("wasm")`: what a step of training may not add to. */
export function wasmHeapBytes(backend: object): number {
  const { wasm } = backend as WithMemory;
  const memory = wasm?.wasmMemory ?? wasm?.asm?.memory;
  if (memory === undefined) throw new TypeError("wasmHeapBytes: expected the live tfjs wasm backend (4.22)");
  return memory.buffer.byteLength;
}
