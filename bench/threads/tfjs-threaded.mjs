// node bench/threads/tfjs-threaded.mjs [as-published | worker | worker-and-script | pretend-8-cores]
//
// tfjs's threaded WASM build in Node: as it is published, and with one more obstacle on its way removed each time.
import { createRequire } from "node:module";
import os, { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

const attempt = process.argv[2] ?? "as-published";
const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "wasm-out");
const threads = require("node:worker_threads");

if (attempt !== "as-published") {
  const { wasmWorkerContents } = require(join(folder, "tfjs-backend-wasm-threaded-simd.worker.js"));
  // Emscripten's loader takes `Worker` from this module object just before it starts its threads.
  threads.Worker = class extends threads.Worker {
    /** The first obstacle: a blob: URL, which Node's Worker refuses. Its text is in the package too. */
    constructor(url) {
      if (!String(url).startsWith("blob:")) throw new Error(`expected a blob: URL, got ${url}`);
      // The line ends inside its strings were unescaped on the way into the file; tfjs escapes them again too.
      super(wasmWorkerContents.replace(/\n/g, "\\n"), { eval: true });
    }

    /** The second: the program for the thread comes as a Blob, whose URL the thread hands to `readFileSync`. */
    postMessage(message, transfer) {
      if (message.cmd === "load" && attempt !== "worker") {
        message = { ...message, urlOrBlob: join(folder, "tfjs-backend-wasm-threaded-simd.js") };
      }
      super.postMessage(message, transfer);
    }
  };
}
// The third: on few cores the module makes fewer threads than it is asked for. It counts them by `os.cpus()`.
if (attempt === "pretend-8-cores") os.cpus = () => Array(8).fill({});

process.on("uncaughtException", (error) => end(`uncaught ${error.code ?? error.name}: ${error.message}`));
console.warn = (message) => console.log(`  ${String(message).split("\n")[0]}`);
setTimeout(() => end("no answer in 20 s"), 20_000);

const { env, matMul, randomUniform, setBackend } = await import("@tensorflow/tfjs-core");
const { getThreadsCount, setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
// tfjs says no for Node, pointing at its issue #3830.
env().set("WASM_HAS_MULTITHREAD_SUPPORT", true);
setThreadsCount(availableParallelism());
if (!(await setBackend("wasm"))) end("tfjs could not start its wasm backend");

const n = 1024;
const [a, b] = [1, 2].map((seed) => randomUniform([n, n], -1, 1, "float32", seed));
const times = [];
for (let i = 0; i < 12; i++) {
  const start = performance.now();
  matMul(a, b).dispose();
  times.push(performance.now() - start);
}
const best = Math.min(...times);
end(
  `${getThreadsCount()} threads; stock matMul ${n}³: min ${best.toFixed(1)} ms, ${((2 * n ** 3) / best / 1e6).toFixed(1)} GFLOP/s`,
);

function end(outcome) {
  console.log(`${attempt}: ${outcome}`);
  process.exit(0);
}
