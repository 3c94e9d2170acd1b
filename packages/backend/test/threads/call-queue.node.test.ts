import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { withSharedMemory } from "../../src/threads/shared-memory.js";
import { ThreadPool } from "../../src/threads/thread-pool.js";

/**
 * (module (import "env" "memory" (memory 1))
 *   (func (export "bump") (param $at i32) (param $by i32) (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (local.get $by))))
 *   (func (export "mark") (param $at i32) (param $scratch i32) (i32.store (local.get $at) (local.get $scratch)))
 *   (func (export "trap") unreachable))
 */
const counting = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0], // preamble
  ...[1, 9, 2, 96, 2, 127, 127, 0, 96, 0, 0], // types
  ...[2, 15, 1, 3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2, 0, 1], // import
  ...[3, 4, 3, 0, 0, 1], // functions
  ...[7, 22, 3, 4, 98, 117, 109, 112, 0, 0, 4, 109, 97, 114, 107, 0, 1, 4, 116, 114, 97, 112, 0, 2], // exports
  ...[10, 31, 3], // code
  ...[15, 0, 32, 0, 32, 0, 40, 2, 0, 32, 1, 106, 54, 2, 0, 11],
  ...[9, 0, 32, 0, 32, 1, 54, 2, 0, 11],
  ...[3, 0, 0, 11],
]);

function poolOf(threads: number) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const module = new WebAssembly.Module(withSharedMemory(counting));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = Object.values(exports) as ((...numbers: number[]) => unknown)[];
  return {
    pool: new ThreadPool(threads, module, memory, functions),
    values: new Int32Array(memory.buffer),
  };
}
const [BUMP, MARK, TRAP] = [0, 1, 2] as const;

describe("ThreadPool", () => {
  it("run(calls) makes each call once and returns when all are done, 20,000 times over", () => {
    const { pool, values } = poolOf(3);
    const calls = Array.from({ length: 12 }, (_, i) => [4 * i, i + 1]);
    for (let round = 1; round <= 20_000; round++) {
      pool.run({ function: BUMP, calls });
      for (let i = 0; i < 12; i++)
        if (values[i] !== round * (i + 1)) expect.fail(`round ${round}: place ${i} holds ${values[i]}`);
    }
    pool.dispose();
  });

  it("run(calls) makes more calls than wait at a time", () => {
    const { pool, values } = poolOf(2);
    pool.run({ function: BUMP, calls: Array.from({ length: 1000 }, (_, i) => [4 * i, i]) });
    expect([...values.subarray(0, 1000)]).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    pool.dispose();
  });

  it("run(calls) gives each thread working memory of its own", async () => {
    const { pool, values } = poolOf(2);
    const seen = new Set<number>();
    const calls = Array.from({ length: 60 }, (_, i) => [4 * i]);
    for (let round = 0; round < 200; round++) {
      pool.run({ function: MARK, calls, scratch: 4096, scratchBytes: 64 });
      for (let i = 0; i < 60; i++) seen.add(values[i]!);
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(seen).toContain(4096);
    for (const address of seen) expect([4096, 4160]).toContain(address);
    pool.dispose();
  });

  it("run(calls) throws when a call traps, and works again after that", () => {
    const { pool, values } = poolOf(2);
    expect(() => pool.run({ function: TRAP, calls: [[], []] })).toThrow(/a call failed/);
    pool.run({ function: BUMP, calls: [[0, 7]] });
    expect(values[0]).toBe(7);
    pool.dispose();
  });

  it("lets a program end while its threads sleep", async () => {
    const program = `
      import { useBackend } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
      console.log((await useBackend({ prefer: ["wasm"], threads: 3 })).threads);`;
    const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
    const worker = new Worker(url, { stdout: true });
    const output: string[] = [];
    worker.stdout.on("data", (text) => output.push(String(text)));
    expect(await new Promise((resolve) => worker.on("exit", resolve))).toBe(0);
    expect(output.join("").trim()).toBe("3");
  });
});

describe("withSharedMemory", () => {
  it("refuses a module without a memory, or with more imports than one", () => {
    expect(() => withSharedMemory(counting.subarray(0, 8))).toThrow(TypeError);
    const twoImports = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 2, 1, 2]);
    expect(() => withSharedMemory(twoImports)).toThrow(TypeError);
  });
});
