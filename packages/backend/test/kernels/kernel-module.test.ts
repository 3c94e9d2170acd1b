import { type KernelBackend, matMul, memory, setBackend, tensor } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { modules } from "../../src/kernels/generated/training-modules.js";
import { loadKernelModule, registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import type { TrainingExports } from "../../src/kernels/training-module.js";
import { LEAKY_RELU } from "../../src/kernels/unary.js";
import { kinds } from "./on-backends.js";

const decode = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const bytes = { simd: decode(modules.simd), relaxedSimd: decode(modules.relaxedSimd) };

describe("loadKernelModule", () => {
  it("loadKernelModule(bytes) computes on a tensor where tfjs keeps it", async () => {
    await setBackend("wasm");
    const x = tensor([-1, 2, -3, 4, -5]);
    for (const kind of kinds) {
      const module = loadKernelModule<TrainingExports>(bytes, { kind });
      expect(module.kind).toBe(kind);
      const address = module.address(x);
      module.exports.unary(LEAKY_RELU, address, 5, address, 2);
    }
    // Twice: x < 0 ? 2x : x with each module.
    expect([...x.dataSync()]).toEqual([-4, 2, -12, 4, -20]);
    x.dispose();
  });

  it("loadKernelModule(bytes) takes one module alone", async () => {
    await setBackend("wasm");
    expect(loadKernelModule(bytes.simd).kind).toBe("simd");
  });

  it("loadKernelModule(bytes) works on shared memory, as tfjs's threaded build has it", () => {
    const wasmMemory = new WebAssembly.Memory({ initial: 16, maximum: 1024, shared: true });
    const backend = {
      wasm: { wasmMemory, _malloc: () => 16, _free: () => undefined },
    } as unknown as KernelBackend;
    for (const kind of kinds) {
      const { exports } = loadKernelModule<TrainingExports>(bytes, { backend, kind });
      const heap = new Float32Array(wasmMemory.buffer);
      // a = [[1, 2], [3, 4]] at 1024, b = [[5, 6], [7, 8]] at 1040; c at 1056.
      heap.set([1, 2, 3, 4, 5, 6, 7, 8], 256);
      exports.gemm(false, false, 2, 2, 2, 1024, 8, 1040, 8, 0, 1056, 8, 4096);
      expect([...heap.subarray(264, 268)]).toEqual([19, 22, 43, 50]);
    }
  });

  it("loadKernelModule(bytes) refuses bytes that are no module, and a backend that is not wasm", async () => {
    await setBackend("wasm");
    expect(() => loadKernelModule(new Uint8Array(8))).toThrow("loadKernelModule: expected a module");
    expect(() => loadKernelModule(bytes, { backend: {} as KernelBackend })).toThrow(
      "wasmMemory: expected the live tfjs wasm backend",
    );
  });

  it("scratch(bytes) is one block that only grows, and dispose() frees it", async () => {
    await setBackend("wasm");
    const { scratch, dispose } = loadKernelModule(bytes);
    const small = scratch(100);
    expect(scratch(50)).toBe(small);
    expect(scratch(100_000)).toBe(scratch(99_999));
    dispose();
    dispose();
  });

  it("a tensor that wasm cannot hold is an error with a code, and leaves no tensor behind", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const a = tensor(new Float32Array(40_000), [40_000, 1]);
    const before = memory();
    expect(() => matMul(a, a, false, true)).toThrow(
      expect.objectContaining({ name: "ElbowBackendError", code: "out-of-memory" }),
    );
    const { output, scratch } = loadKernelModule(bytes);
    expect(() => output([2 ** 30 - 1])).toThrow(
      "expected room for 4294967292 bytes, got a full WebAssembly heap",
    );
    expect(() => scratch(2 ** 32 - 1)).toThrow(
      "expected room for 4294967295 bytes, got a full WebAssembly heap",
    );
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    a.dispose();
    restoreStockKernels();
  });
});
