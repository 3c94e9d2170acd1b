import { checkChoices, checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { backend, engine, getBackend, setBackend } from "@tensorflow/tfjs-core";
import type { BackendInfo, BackendName, GpuInfo, KernelSet, RejectedBackend } from "./backend-info.js";
import { ElbowBackendError } from "./errors.js";
import { probeGpu } from "./gpu.js";
import { discardLostGpu, gpuLoss } from "./gpu-loss.js";
import { registerGradients } from "./gradients.js";
import { answerForMissingKernels, withdrawAnswers } from "./missing-kernels.js";
import { noteListeners } from "./process-listeners.js";
import { selfTest } from "./self-test.js";
import { checkTfjsVersions } from "./tfjs-versions.js";
import { availableThreads, MOST_THREADS } from "./threads/thread-count.js";

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /** The backends to try, best first. Default `['webgpu', 'wasm', 'cpu']`. */
  readonly prefer?: readonly BackendName[];
  /** Accept a GPU that is simulated on the CPU: right for tests, slow for work. Default false. */
  readonly allowSoftwareGpu?: boolean;
  /** Elbow's kernels on WASM and programs on WebGPU (default), or tfjs's own for comparison. */
  readonly kernels?: KernelSet;
  /**
   * Where tfjs's .wasm files are served, as a folder's URL or a map of all three names. Needed only in a page whose
   * Content-Security-Policy forbids `connect-src blob:`. Default: the copy inside this package.
   */
  readonly wasmPaths?: string | Record<string, string>;
  /**
   * Threads for the heavy kernels on WASM, an integer in [1, 32]. Default: as many as the machine runs at a time, at most 16,
   * where memory can be shared (Node, and a page that is cross-origin isolated), and 1 elsewhere or with `wasmPaths`. The
   * results are the same to the bit with any number.
   */
  readonly threads?: number;
}

const everyBackend: readonly BackendName[] = ["webgpu", "wasm", "cpu"];

/** The last choice, and what was asked for: a second call with the same wish costs nothing. */
let chosen: { key: string; info: BackendInfo } | undefined;
/** Whether the GPU in use has been lost since. */
let lostGpu = false;
/** The end of the queue: concurrent calls run one after another. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Chooses the best backend that works here, WebGPU on a hardware GPU, else WASM SIMD, else plain JavaScript, and makes
 * tfjs able to train on it: gradients registered, missing kernels supplied, one training step checked against known
 * values. Only the backend chosen is loaded.
 *
 * Calling it again is free, and calls at the same time are safe. A backend that the program has set itself
 * (`tf.setBackend`) is kept, unless `prefer` says otherwise.
 *
 * @returns what was chosen and why, and why the others were passed over.
 * @throws TypeError if an option is of the wrong kind or does not exist, RangeError if it is outside its range, ElbowBackendError `no-backend` if none of `prefer` works,
 * `version-mismatch` if tfjs packages of different versions are loaded.
 * @example
 * const { name, reason } = await useBackend();
 */
export function useBackend(options: UseBackendOptions = {}): Promise<BackendInfo> {
  const result = queue.then(() => choose(options));
  queue = result.catch(() => undefined);
  return result;
}

async function choose(options: UseBackendOptions): Promise<BackendInfo> {
  checkWish(options);
  const { prefer, allowSoftwareGpu = false, kernels = "elbow", wasmPaths } = options;
  const { threads = wasmPaths === undefined ? availableThreads() : 1 } = options;
  checkTfjsVersions();
  if (lostGpu) {
    discardLostGpu();
    lostGpu = false;
    chosen = undefined;
  }
  const current = currentBackend();
  const key = JSON.stringify([prefer, allowSoftwareGpu, kernels, threads]);
  if (chosen && chosen.info.name === current && (chosen.key === key || Object.keys(options).length === 0))
    return chosen.info;
  const info =
    current !== undefined && prefer === undefined && current !== chosen?.info.name
      ? await keep(current, kernels, threads)
      : await takeFirst(prefer ?? everyBackend, { allowSoftwareGpu, kernels, wasmPaths, threads });
  chosen = { key, info };
  return info;
}

function checkWish(options: UseBackendOptions): void {
  const names = ["prefer", "allowSoftwareGpu", "kernels", "wasmPaths", "threads"];
  checkOptions("useBackend", options, names);
  const { prefer, allowSoftwareGpu = false, kernels = "elbow", threads } = options;
  checkKinds("useBackend", { allowSoftwareGpu: [allowSoftwareGpu, "boolean"] });
  checkChoices("useBackend", { kernels: [kernels, ["elbow", "stock"]] });
  checkNumbers("useBackend", { threads: [threads, `integer in [1, ${MOST_THREADS}] or undefined`] });
  if (prefer === undefined) return;
  if (!Array.isArray(prefer) || prefer.length === 0)
    throw new TypeError(
      `useBackend: expected prefer to list some of 'webgpu', 'wasm', 'cpu', got ${shown(prefer)}`,
    );
  for (const [i, name] of prefer.entries())
    checkChoices("useBackend", { [`prefer[${i}]`]: [name, everyBackend] });
}

/** Leaves the program's own choice in place, and completes it for training. */
async function keep(name: string, kernels: KernelSet, threads: number): Promise<BackendInfo> {
  await setBackend(name);
  await registerGradients();
  return {
    name,
    reason: "the program had already set it",
    rejected: [],
    ...(await chooseKernels(name, kernels, threads)),
  };
}

/** The options that the loaders of backends need, defaults filled in. */
interface BackendWish {
  allowSoftwareGpu: boolean;
  wasmPaths: string | Record<string, string> | undefined;
  threads: number;
}

async function takeFirst(
  candidates: readonly BackendName[],
  wish: BackendWish & { kernels: KernelSet },
): Promise<BackendInfo> {
  const rejected: RejectedBackend[] = [];
  for (const name of candidates) {
    const before = currentBackend();
    try {
      const taken = await loaders[name](wish);
      checkTfjsVersions();
      const removeListeners = noteListeners();
      const isStarted = await setBackend(name);
      removeListeners();
      if (!isStarted) throw new Error(`tfjs could not start its ${name} backend`);
      silenceBanner();
      await registerGradients();
      const kernels = await chooseKernels(name, wish.kernels, wish.threads);
      const wrong = await selfTest();
      if (wrong !== undefined) throw new Error(wrong);
      const lost = name === "webgpu" ? { lost: gpuLoss(() => (lostGpu = true)) } : {};
      return { name, ...taken, ...lost, rejected, ...kernels };
    } catch (cause) {
      // The installation is wrong: another backend would hide that, and be slower.
      if (cause instanceof ElbowBackendError && cause.code === "version-mismatch") throw cause;
      rejected.push({ name, reason: cause instanceof Error ? cause.message : String(cause) });
      if (before !== undefined) await setBackend(before);
    }
  }
  const reasons = rejected.map(({ name, reason }) => `${name}: ${reason}`).join("; ");
  throw new ElbowBackendError(
    "no-backend",
    `useBackend: expected one of ${candidates.join(", ")} to work, got ${reasons}`,
  );
}

/** Loads one backend's code and says why it is fit, or throws the reason why it is not. */
const loaders: {
  [name in BackendName]: (wish: BackendWish) => Promise<{ reason: string; gpu?: GpuInfo }>;
} = {
  async webgpu({ allowSoftwareGpu }) {
    const gpu = await probeGpu(allowSoftwareGpu);
    if (typeof gpu === "string") throw new Error(gpu);
    if (!isRegistered("webgpu")) await import("@tensorflow/tfjs-backend-webgpu");
    const kind = gpu.software ? "a software GPU, which was allowed" : "a hardware GPU";
    return {
      reason: `WebGPU works on ${kind} (${[gpu.vendor, gpu.architecture].filter(Boolean).join(" ")})`,
      gpu,
    };
  },
  async wasm({ wasmPaths, threads }) {
    const { hasWasmSimd } = await import("./wasm-simd.js");
    if (!hasWasmSimd()) throw new Error("WebAssembly SIMD is not supported here");
    if (!isRegistered("wasm")) {
      const { locateTfjsWasm } = await import("./tfjs-wasm.js");
      await locateTfjsWasm({ wasmPaths, shared: threads > 1 && wasmPaths === undefined });
    }
    return { reason: "WebAssembly SIMD works" };
  },
  async cpu() {
    if (!isRegistered("cpu")) await import("@tensorflow/tfjs-backend-cpu");
    return { reason: "plain JavaScript runs everywhere" };
  },
};

/** The backend in use, if tfjs has chosen or been given one. */
const currentBackend = (): string | undefined =>
  (engine().backendName as string | null | undefined) ?? undefined;

/** Whether some copy of the backend is registered: importing a second one would only print warnings. */
function isRegistered(name: BackendName): boolean {
  return engine().findBackendFactory(name) != null;
}

/** tfjs's CPU code prints an advertisement at its first tensor in Node; our users did not ask for it. */
function silenceBanner(): void {
  const cpu = (getBackend() === "cpu" ? backend() : engine().findBackend("cpu")) as {
    firstUse?: boolean;
  } | null;
  if (cpu?.firstUse) cpu.firstUse = false;
}

/** Puts the kernels wished for in place: on WASM, with their threads, and on WebGPU those of the fused operations. */
async function chooseKernels(
  name: string,
  kernels: KernelSet,
  threads: number,
): Promise<{ kernels: KernelSet; threads: number }> {
  if (name === "webgpu") {
    const { registerGpuPrograms, removeGpuPrograms } = await import("./fused/webgpu/register.js");
    if (kernels === "elbow") registerGpuPrograms();
    else removeGpuPrograms();
    return { kernels, threads: 1 };
  }
  if (name !== "wasm") return { kernels: "stock", threads: 1 };
  const { registerTrainingKernels, restoreStockKernels } = await import("./kernels/index.js");
  const { guardHeap } = await import("./kernels/wasm-heap.js");
  guardHeap(backend());
  withdrawAnswers();
  const report = kernels === "elbow" ? registerTrainingKernels({ threads }) : undefined;
  if (report === undefined) restoreStockKernels();
  answerForMissingKernels();
  return { kernels, threads: report?.threads ?? 1 };
}
