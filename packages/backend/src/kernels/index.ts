export {
  type KernelModule,
  type KernelModuleBytes,
  type KernelModuleKind,
  type LoadKernelModuleOptions,
  loadKernelModule,
} from "./kernel-module.js";
export {
  type KernelReport,
  type RegisterTrainingKernelsOptions,
  registerTrainingKernels,
  restoreStockKernels,
} from "./register.js";
