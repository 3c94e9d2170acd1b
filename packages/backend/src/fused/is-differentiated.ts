import { engine, getBackend, getKernel } from "@tensorflow/tfjs-core";

/**
 * Whether what is computed now is itself being differentiated, as a gradient is within another `grad`. A gradient's kernel would
 * end the chain there; operations of tfjs in its place go on with it.
 */
export const isDifferentiated = (): boolean => engine().state.gradientDepth > 0;

/** Whether a gradient is to be computed by its kernel: the backend in use has it, and nobody differentiates on. */
export const hasGradientKernel = (name: string): boolean =>
  getKernel(name, getBackend()) !== undefined && !isDifferentiated();
