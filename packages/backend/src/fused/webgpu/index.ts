export { registerGpuPrograms, removeGpuPrograms } from "./register.js";
export { type GpuProgram, type GpuUniform, runGpuProgram } from "./run-gpu-program.js";
