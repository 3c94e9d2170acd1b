import type { KernelBackend } from "@tensorflow/tfjs-core";
import { ElbowBackendError } from "../errors.js";
import { freeRegions } from "./free-regions.js";
import { type WasmBackend, wasmMemory } from "./wasm-backend.js";

/** All that 32-bit addresses reach. */
const ADDRESSES = 2 ** 32;
/** Where the heap stops growing, unless the machine stops it before; see {@link allocateNearTheEnd}. */
const MOST_BYTES = ADDRESSES - 2 ** 27;
/** More than what `malloc` adds to the bytes of a block. */
const SLACK = 64;
/** Free regions of this size and more are on the one list that `malloc` searches for blocks of this size and more. */
const LISTED_TOGETHER = 2 ** 27;
const LARGE_BYTES = 2 ** 20;

/**
 * What has to stay free behind an allocation, large or small: tfjs's C++ needs room of its own, for its list of tensors and
 * inside some kernels, and aborts where it finds none. Since small tensors may use what large ones may not, a program that has
 * run into the wall can still compute a little, read its weights and save them.
 */
const reserve = (bytes: number): number => (bytes >= LARGE_BYTES ? 2 ** 24 : 2 ** 20);

const guarded = new WeakSet<WasmBackend["wasm"]>();

/**
 * Makes a full heap of tfjs's wasm backend an error at the allocation that does not fit: of an upload, and of an output of tfjs's
 * kernels and ours. tfjs 4.22 takes the null that a failed `malloc` returns for an address, and writes the tensor over its own
 * data and that of others at 0. A second call for the same heap changes nothing.
 *
 * The allocations of a guarded heap throw an ElbowBackendError `out-of-memory`, and so do aborts of tfjs's C++ in a heap
 * that is nearly full.
 */
export function guardHeap(backend: KernelBackend): void {
  const { wasm } = backend as WasmBackend;
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  const memory = wasmMemory(backend);
  // Emscripten's `_malloc` replaces itself at its first call.
  const firstBlock = wasm._malloc(16);
  const allocate = (bytes: number): number =>
    memory.buffer.byteLength + bytes < ADDRESSES
      ? malloc(bytes)
      : allocateNearTheEnd(bytes, { memory, firstBlock, malloc, free: wasm._free });
  const malloc = wasm._malloc;
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + 2 ** 16 * pages > MOST_BYTES)
      throw new RangeError(`kernel: expected a heap of at most ${MOST_BYTES} bytes`);
    return WebAssembly.Memory.prototype.grow.call(memory, pages);
  };
  let wasFull = false;
  wasm._malloc = (bytes) => {
    const all = bytes + reserve(bytes);
    // Whether the reserve would be left takes an allocation to know, so it is asked only near the end.
    const isNear = wasFull || memory.buffer.byteLength + all > MOST_BYTES;
    const probe = isNear ? allocate(all) : undefined;
    if (probe) wasm._free(probe);
    const address = probe === 0 ? 0 : allocate(bytes);
    if (address !== 0) return address;
    wasFull = true;
    throw fullHeap(`${bytes} bytes`, memory);
  };
  const { onAbort } = wasm;
  wasm.onAbort = (reason) => {
    // It aborts for want of memory, and at arguments that it does not know.
    if (!wasFull && memory.buffer.byteLength < MOST_BYTES / 2) return onAbort?.(reason);
    wasFull = true;
    throw fullHeap("what tfjs's kernel needs to work", memory);
  };
}

interface Allocator {
  readonly memory: WebAssembly.Memory;
  /** Address of a block that is never freed and lies below all others. */
  readonly firstBlock: number;
  malloc(bytes: number): number;
  free(address: number): void;
}

/**
 * An allocation so large that its end may lie beyond 2³². Emscripten's `malloc` computes that end modulo 2³² and takes a free
 * region near the end of the heap for one that is large enough; so such regions are taken before, and given back after. Below
 * {@link MOST_BYTES} only an allocation of 2²⁷ bytes and more can be that large.
 */
function allocateNearTheEnd(bytes: number, { memory, firstBlock, malloc, free }: Allocator): number {
  if (bytes >= MOST_BYTES) return 0;
  const taken: number[] = [];
  let address = 0;
  // Each turn takes 2²⁷ bytes and more.
  while (taken.length < ADDRESSES / LISTED_TOGETHER) {
    const regions = freeRegions(memory, firstBlock)?.sort((a, b) => a.bytes - b.bytes);
    if (!regions?.some((region) => region.bytes >= bytes + SLACK)) break;
    const deceptive = regions.find(
      (region) => region.bytes >= LISTED_TOGETHER - SLACK && region.start + bytes + SLACK >= ADDRESSES,
    );
    if (deceptive === undefined) {
      address = malloc(bytes);
      break;
    }
    // The smallest first: the others hold as much.
    const block = malloc(deceptive.bytes - SLACK);
    if (block === 0) break;
    taken.push(block);
  }
  for (const block of taken) free(block);
  return address;
}

function fullHeap(what: string, memory: WebAssembly.Memory): ElbowBackendError {
  return new ElbowBackendError(
    "out-of-memory",
    `kernel: expected room for ${what}, got a full WebAssembly heap of ${memory.buffer.byteLength} bytes; ` +
      `dispose tensors that are no longer used, or take a smaller batch`,
  );
}
