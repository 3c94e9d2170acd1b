import { findBackend, memory } from "@tensorflow/tfjs-core";
import { wasmHeapBytes } from "./wasm-heap.js";

/** What a step of training may not add to: tensors, their bytes, and the WASM heap, in words that can be compared. */
export function heldMemory(): string {
  const { numTensors, numBytes } = memory();
  return `${numTensors} tensors, ${numBytes} bytes, heap ${wasmHeapBytes(findBackend("wasm"))}`;
}
