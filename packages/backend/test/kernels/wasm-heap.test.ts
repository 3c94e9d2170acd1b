import {
  add,
  backend,
  conv2d,
  matMul,
  memory,
  ones,
  type Tensor,
  type Tensor4D,
  tensor,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/index.js";
import { type WasmBackend, wasmMemory } from "../../src/kernels/wasm-backend.js";
import { guardHeap } from "../../src/kernels/wasm-heap.js";
import { uniform } from "./on-backends.js";

const outOfMemory = expect.objectContaining({ name: "ElbowBackendError", code: "out-of-memory" });
const MB = 2 ** 20;

let blocks: number[] = [];
const heap = (): WasmBackend["wasm"] => (backend() as WasmBackend).wasm;

/** Takes the heap in blocks that are never touched, until no block of that size is left. */
function fillHeap(...sizes: number[]): unknown {
  let refusal: unknown;
  for (const bytes of sizes)
    try {
      for (;;) blocks.push(heap()._malloc(bytes));
    } catch (error) {
      refusal = error;
    }
  return refusal;
}

describe.each(["elbow", "stock"] as const)("a full WASM heap with %s kernels", (kernels) => {
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm"], kernels, threads: 1 });
  });
  afterEach(() => {
    for (const block of blocks) heap()._free(block);
    blocks = [];
  });

  it("tensor(values) is out-of-memory, writes over nothing, and leaves the tensors that are there", async () => {
    const weights = tensor(Float32Array.from({ length: MB }, (_, i) => i % 1000));
    expect(fillHeap(200 * MB, 10 * MB)).toEqual(outOfMemory);
    const before = memory();
    const values = new Float32Array(20 * MB).fill(7);
    for (let i = 0; i < 5; i++) expect(() => tensor(values)).toThrow(outOfMemory);
    expect(memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
    // What lies at the address 0 is tfjs's own.
    const saved = await weights.data();
    expect(saved.every((value, i) => value === i % 1000)).toBe(true);
    const two = tidy(() => add(1, 1));
    expect([...(await two.data())]).toEqual([2]);
    weights.dispose();
    two.dispose();
  });

  it("small tensors that are never disposed of end in out-of-memory too, and never in an abort", async () => {
    fillHeap(200 * MB, 10 * MB, MB, MB / 4);
    const leaked: Tensor[] = [];
    const leak = (): void => {
      for (let i = 0; i < 100_000; i++) leaked.push(ones([64]));
    };
    expect(leak).toThrow(outOfMemory);
    expect([...(await leaked.at(-1)!.data())]).toEqual(new Array(64).fill(1));
    for (const lost of leaked.splice(0, 100)) lost.dispose();
    for (const lost of leaked) lost.dispose();
    expect([...(await tidy(() => add(1, 1)).data())]).toEqual([2]);
  });

  it("a heap that has been full takes large tensors again when there is room", async () => {
    fillHeap(200 * MB, 10 * MB);
    for (const block of blocks) heap()._free(block);
    blocks = [];
    const large = ones([100 * MB]);
    expect((await large.data()).at(-1)).toBe(1);
    large.dispose();
  });

  it("operations in a full heap compute, or are out-of-memory, and leave no tensor", async () => {
    const image = ones([1, 32, 32, 16]) as Tensor4D;
    const filter = ones([3, 3, 16, 16]) as Tensor4D;
    const square = ones([512, 512]);
    fillHeap(200 * MB, 10 * MB, MB);
    const before = memory().numTensors;
    const operations: (() => Tensor)[] = [
      () => conv2d(image, filter, 1, "same"),
      () => matMul(square, square, true, false),
      () => transpose(square),
    ];
    for (const operation of operations) {
      try {
        operation().dispose();
      } catch (error) {
        expect(error).toEqual(outOfMemory);
      }
      expect(memory().numTensors).toBe(before);
    }
    for (const input of [image, filter, square]) input.dispose();
  });

  it("an abort of tfjs's C++ is out-of-memory, with no word on the console", () => {
    expect(() => heap().onAbort!("")).toThrow(outOfMemory);
  });

  it("guardHeap(backend) a second time changes nothing", () => {
    const { _malloc } = heap();
    guardHeap(backend());
    expect(heap()._malloc).toBe(_malloc);
  });
});

it("an unguarded heap gives the address 0 for what does not fit: the control", async () => {
  await useBackend({ prefer: ["wasm"], threads: 1 });
  const { malloc, free } = (
    heap() as unknown as { asm: { malloc(bytes: number): number; free(at: number): void } }
  ).asm;
  const taken: number[] = [];
  while (taken.at(-1) !== 0) taken.push(malloc(100 * MB));
  for (const block of taken) free(block);
});

it("blocks of many sizes up to the full heap lie within it, and none over another", async () => {
  await useBackend({ prefer: ["wasm"], threads: 1 });
  const memory = wasmMemory(backend());
  const live: { at: number; end: number }[] = [];
  let refused = 0;
  const { values } = uniform([6000], 3);
  for (let i = 0; i < values.length; i += 2) {
    const random = [values[i]!, values[i + 1]!].map((value) => (value + 1) / 2);
    if (random[0]! < 0.3 && live.length > 0) {
      heap()._free(live.splice(Math.floor(random[1]! * live.length), 1)[0]!.at);
      continue;
    }
    const bytes = Math.ceil((1500 * MB) ** random[1]!);
    try {
      const at = heap()._malloc(bytes) >>> 0;
      expect(at + bytes).toBeLessThanOrEqual(memory.buffer.byteLength);
      const over = live.find((block) => at < block.end && block.at < at + bytes);
      expect(over).toBeUndefined();
      live.push({ at, end: at + bytes });
    } catch (error) {
      expect(error).toEqual(outOfMemory);
      refused++;
      for (const { at } of live.splice(0, live.length / 2)) heap()._free(at);
    }
  }
  for (const { at } of live) heap()._free(at);
  expect(refused).toBeGreaterThan(10);
});
