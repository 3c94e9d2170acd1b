// node bench/threads/pool.mjs [--size 1024] [--rounds 40] [--threads 2]
//
// A pool of our own: every thread instantiates the kernel module on one shared memory and takes blocks of rows of the
// product until there are no more. Compares it with one thread alone, alternating, and the results bit by bit.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, Worker, workerData } from "node:worker_threads";

/** Rows of a block, whole tiles of six: enough to make up for packing B anew for each. */
const ROWS = 120;
/** What the threads share beside the memory: products asked for, the next row to take, rows done, threads started. */
const [ASKED, NEXT, DONE, STARTED] = [0, 1, 2, 3];

if (isMainThread) await compare();
else await serve(workerData);

/** C[first … last) = A[first … last) B for square row-major matrices, in a thread's own working memory. */
async function rowProduct({ memory, places: { n, a, b, c, scratches } }, thread) {
  const kernels = new URL("../../packages/backend/dist/kernels/", import.meta.url);
  const { modules } = await import(new URL("generated/training-modules.js", kernels));
  const { withSharedMemory } = await import(new URL("shared-memory.js", kernels));
  const module = new WebAssembly.Module(withSharedMemory(Buffer.from(modules.simd, "base64")));
  const { gemm } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const stride = 4 * n;
  return (first, last) =>
    gemm(
      false,
      false,
      last - first,
      n,
      n,
      a + stride * first,
      stride,
      b,
      stride,
      0,
      c + stride * first,
      stride,
      scratches[thread],
    );
}

/** Takes blocks of rows until none is left. */
function takeRows(state, n, product) {
  for (let first; (first = Atomics.add(state, NEXT, ROWS)) < n; ) {
    const last = Math.min(first + ROWS, n);
    product(first, last);
    if (Atomics.add(state, DONE, last - first) + last - first === n) Atomics.notify(state, DONE);
  }
}

/** A thread of the pool: sleeps until a product is asked for. */
async function serve(job) {
  const product = await rowProduct(job, job.thread);
  const { state, places } = job;
  Atomics.add(state, STARTED, 1);
  for (let seen = 0; ; seen = Atomics.load(state, ASKED)) {
    takeRows(state, places.n, product);
    Atomics.wait(state, ASKED, seen);
  }
}

async function compare() {
  const text = (value) => ({ type: "string", default: String(value) });
  const options = { size: text(1024), rounds: text(40), threads: text(availableParallelism()) };
  const { values } = parseArgs({ options });
  const [n, rounds, threads] = [values.size, values.rounds, values.threads].map(Number);

  const memory = new WebAssembly.Memory({ initial: 2048, maximum: 65_536, shared: true });
  const [start, matrix, scratch] = [1024, 4 * n * n, 1 << 20];
  const places = {
    n,
    a: start,
    b: start + matrix,
    c: start + 2 * matrix,
    scratches: Array.from({ length: threads }, (_, thread) => start + 3 * matrix + thread * scratch),
  };
  const floats = (at) => new Float32Array(memory.buffer, at, n * n);
  for (const at of [places.a, places.b])
    floats(at).set(Float32Array.from({ length: n * n }, (_, i) => Math.sin(i + at)));

  const state = new Int32Array(new SharedArrayBuffer(16));
  Atomics.store(state, NEXT, n);
  const job = { memory, state, places };
  for (let thread = 1; thread < threads; thread++) {
    new Worker(fileURLToPath(import.meta.url), { workerData: { ...job, thread } }).unref();
  }
  const product = await rowProduct(job, 0);
  while (Atomics.load(state, STARTED) < threads - 1) await new Promise((resolve) => setTimeout(resolve, 5));

  const contenders = {
    "1 thread": () => product(0, n),
    [`${threads} threads`]: () => {
      Atomics.store(state, DONE, 0);
      Atomics.store(state, NEXT, 0);
      Atomics.add(state, ASKED, 1);
      Atomics.notify(state, ASKED);
      takeRows(state, n, product);
      // Node lets its main thread wait; a page's may not, so there the program itself has to live in a worker.
      for (let done; (done = Atomics.load(state, DONE)) < n; ) Atomics.wait(state, DONE, done);
    },
  };
  const names = Object.keys(contenders);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  let want;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      floats(places.c).fill(0);
      const from = performance.now();
      contenders[name]();
      times[name].push(performance.now() - from);
      want ??= floats(places.c).slice();
      if (!floats(places.c).every((value, i) => value === want[i]))
        throw new Error(`${name}: another product`);
    }
  }
  const ratios = times[names[0]].map((alone, round) => alone / times[names[1]][round]);
  const median = (list) => list.toSorted((x, y) => x - y)[list.length >> 1];
  const speed = (ms) => `${ms.toFixed(1)} ms (${((2 * n ** 3) / ms / 1e6).toFixed(1)} GFLOP/s)`;
  for (const name of names)
    console.log(`${name}: min ${speed(Math.min(...times[name]))}, median ${speed(median(times[name]))}`);
  console.log(
    `speed-up: ${median(ratios).toFixed(2)} median of ${rounds} rounds; every product the same to the bit`,
  );
  process.exit(0);
}
