export type { BackendInfo, BackendName, GpuInfo, KernelSet, RejectedBackend } from "./backend-info.js";
export { type BreatherOptions, breather } from "./breather.js";
export { ElbowBackendError, type ElbowBackendErrorCode } from "./errors.js";
export { gpuFailure } from "./gpu-loss.js";
export { nextTask } from "./next-task.js";
export { selfTest } from "./self-test.js";
export { type UseBackendOptions, useBackend } from "./use-backend.js";
