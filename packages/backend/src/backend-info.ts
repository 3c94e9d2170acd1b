import type { ElbowBackendError } from "./errors.js";

/** The backends that {@link useBackend} chooses from. */
export type BackendName = "webgpu" | "wasm" | "cpu";

/** Which kernels do the work on WASM and in the fused operations on WebGPU: Elbow's, or tfjs's own. */
export type KernelSet = "elbow" | "stock";

/** The GPU behind the WebGPU backend, as its driver describes itself. */
export interface GpuInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** True for a GPU simulated on the CPU (SwiftShader, lavapipe): correct, and some 100 times slower than WASM. */
  readonly software: boolean;
}

/** A backend that was passed over, and why. */
export interface RejectedBackend {
  readonly name: BackendName;
  readonly reason: string;
}

/** What {@link useBackend} chose, and why. */
export interface BackendInfo {
  /** The tfjs backend now in use; another name than the three of ours when the program had set it itself. */
  readonly name: BackendName | (string & {});
  /** Why this one, in one sentence. */
  readonly reason: string;
  /** The candidates tried before it, in order, each with the reason it was passed over. */
  readonly rejected: readonly RejectedBackend[];
  /**
   * The kernels in use: `'elbow'` replaces some of tfjs's on WASM and runs the fused operations as programs of their own
   * on WebGPU; elsewhere always `'stock'`.
   */
  readonly kernels: KernelSet;
  /** Threads that the kernels use: more than 1 on WASM where memory can be shared. */
  readonly threads: number;
  /** The GPU, on WebGPU only. */
  readonly gpu?: GpuInfo;
  /**
   * On WebGPU only: fulfilled with an error of code `device-lost` when the GPU is lost, and pending until then. The
   * next call of {@link useBackend} starts anew.
   */
  readonly lost?: Promise<ElbowBackendError>;
}
