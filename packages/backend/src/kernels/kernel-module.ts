import { type DataType, findBackend, type KernelBackend, type TensorInfo } from "@tensorflow/tfjs-core";
import { withSharedMemory } from "../threads/shared-memory.js";
import { ThreadPool } from "../threads/thread-pool.js";
import { type WasmBackend, wasmMemory } from "./wasm-backend.js";
import { guardHeap } from "./wasm-heap.js";

/** A module for every engine with SIMD, and one that also uses relaxed multiply-add where `WebAssembly.validate` takes it. */
export interface KernelModuleBytes {
  simd: Uint8Array;
  relaxedSimd?: Uint8Array;
}

/** Which of the two modules is in use. */
export type KernelModuleKind = "simd" | "relaxed-simd";

export interface LoadKernelModuleOptions {
  /** tfjs's wasm backend; default the registered one, which must be live. */
  backend?: KernelBackend;
  /** Take this one of the two modules instead of the best that the engine accepts. */
  kind?: KernelModuleKind;
  /** Threads for {@link KernelModule.parallel}, an integer ≥ 1; more than 1 only on shared memory. Default 1. */
  threads?: number;
}

/** A kernel module at work on the memory of tfjs's wasm backend. */
export interface KernelModule<Exports> {
  /** The module's functions; tensors are passed to them as addresses. */
  readonly exports: Exports;
  readonly kind: KernelModuleKind;
  /** tfjs's memory. It may grow at any allocation: make typed arrays over `memory.buffer` anew each time. */
  readonly memory: WebAssembly.Memory;
  /** Byte address of a tensor's values. */
  address(tensor: TensorInfo): number;
  /**
   * A new tensor on the wasm heap, its values not set.
   * @throws ElbowBackendError `out-of-memory` when the heap cannot hold it.
   */
  output(shape: number[], dtype?: DataType): TensorInfo;
  /** Gives back the memory of a tensor that `output` made and that is not handed to tfjs. */
  free(tensor: TensorInfo): void;
  /**
   * Address of at least `bytes` of working memory, 16-byte aligned. Every call may return the same block: what lies
   * there is lost at the next call. The block only grows, so a loop of like steps allocates nothing.
   * @throws ElbowBackendError `out-of-memory` when the heap cannot hold it.
   */
  scratch(bytes: number): number;
  /** Threads that `parallel` uses, this one included. */
  readonly threads: number;
  /**
   * Calls one function of the module with each of the argument lists, on all threads at a time where there are several. The
   * calls must not write where another one reads or writes. Booleans go in as 0 and 1.
   *
   * @param scratch working memory of `bytes` a thread from `address`, which must hold `threads` times as much; each call gets
   *   that of its thread as its last argument.
   * @throws Error if a call traps.
   */
  parallel(
    name: keyof Exports & string,
    calls: readonly (readonly number[])[],
    scratch?: { address: number; bytes: number },
  ): void;
  /** Frees the scratch and ends the threads. The module itself goes with the backend. */
  dispose(): void;
}

/**
 * Instantiates a WebAssembly module over the memory of tfjs's wasm backend, so that its functions work on tensors
 * where they lie, without a copy. The module must import nothing but `env.memory` and have no static data (tfjs's own
 * data lies at the low addresses): AssemblyScript's `--importMemory --noExportMemory --runtime stub`, as
 * `build-kernels` of tools/kernels compiles it. Shared memory, as the threaded build of tfjs has it, is met by
 * declaring the import shared before compiling.
 *
 * ```ts
 * const { exports, address, output } = loadKernelModule<{ relu(x: number, n: number): void }>({ simd, relaxedSimd });
 * ```
 *
 * @param bytes one SIMD module, or a pair from which the better valid one is taken.
 * @throws TypeError if the live backend is not tfjs's wasm backend, or the engine accepts none of the modules.
 */
export function loadKernelModule<Exports>(
  bytes: Uint8Array | KernelModuleBytes,
  { backend = findBackend("wasm"), kind, threads = 1 }: LoadKernelModuleOptions = {},
): KernelModule<Exports> {
  const memory = wasmMemory(backend);
  guardHeap(backend);
  // A page that is not isolated has shared memories without the name SharedArrayBuffer.
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const modules = bytes instanceof Uint8Array ? { simd: bytes } : bytes;
  const valid = validModule(modules, shared, kind);
  if (valid === undefined) {
    throw new TypeError(
      `loadKernelModule: expected a module that this engine accepts, got ${kind ?? Object.keys(modules).join(" and ")} ` +
        `refused by WebAssembly.validate; does the engine have WebAssembly SIMD?`,
    );
  }
  const module = new WebAssembly.Module(valid.bytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = new Map(Object.entries(exports) as [string, KernelFunction][]);
  const pool =
    shared && threads > 1 ? new ThreadPool(threads, module, memory, [...functions.values()]) : undefined;
  return new LoadedModule(backend as WasmBackend, memory, functions, exports as Exports, valid.kind, pool);
}

function validModule(
  { simd, relaxedSimd }: KernelModuleBytes,
  shared: boolean,
  wanted: KernelModuleKind | undefined,
): { bytes: Uint8Array<ArrayBuffer>; kind: KernelModuleKind } | undefined {
  const candidates: [KernelModuleKind, Uint8Array | undefined][] = [
    ["relaxed-simd", relaxedSimd],
    ["simd", simd],
  ];
  for (const [kind, candidate] of candidates) {
    if (candidate === undefined || (wanted !== undefined && wanted !== kind)) continue;
    const bytes = shared ? withSharedMemory(candidate) : new Uint8Array(candidate);
    if (WebAssembly.validate(bytes)) return { bytes, kind };
  }
  return undefined;
}

type KernelFunction = (...numbers: number[]) => unknown;

class LoadedModule<Exports> implements KernelModule<Exports> {
  #scratch = 0;
  #scratchBytes = 0;

  constructor(
    private readonly backend: WasmBackend,
    readonly memory: WebAssembly.Memory,
    private readonly functions: ReadonlyMap<string, KernelFunction>,
    readonly exports: Exports,
    readonly kind: KernelModuleKind,
    private readonly pool: ThreadPool | undefined,
  ) {
    this.threads = pool?.size ?? 1;
  }

  readonly threads: number;

  address = (tensor: TensorInfo): number => this.backend.dataIdMap.get(tensor.dataId).memoryOffset ?? 0;

  output = (shape: number[], dtype: DataType = "float32"): TensorInfo =>
    this.backend.makeOutput(shape, dtype);

  free = (tensor: TensorInfo): void => {
    this.backend.disposeData(tensor.dataId);
  };

  scratch = (bytes: number): number => {
    if (bytes > this.#scratchBytes) {
      this.#freeScratch();
      // `>>> 0`: addresses above 2 GB come back as negative int32.
      this.#scratch = this.backend.wasm._malloc(bytes) >>> 0;
      this.#scratchBytes = bytes;
    }
    return this.#scratch;
  };

  parallel: KernelModule<Exports>["parallel"] = (name, calls, scratch) => {
    if (this.pool === undefined || calls.length === 1) {
      const call = this.functions.get(name)!;
      for (const values of calls)
        if (scratch === undefined) call(...values);
        else call(...values, scratch.address);
      return;
    }
    const index = [...this.functions.keys()].indexOf(name);
    this.pool.run({
      function: index,
      calls,
      ...(scratch && { scratch: scratch.address, scratchBytes: scratch.bytes }),
    });
  };

  dispose = (): void => {
    this.#freeScratch();
    this.pool?.dispose();
  };

  #freeScratch(): void {
    if (this.#scratch !== 0) this.backend.wasm._free(this.#scratch);
    this.#scratch = 0;
    this.#scratchBytes = 0;
  }
}
