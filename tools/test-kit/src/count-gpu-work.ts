/** What the CPU asked of the GPU. */
export interface GpuWork {
  /** Programs started. */
  dispatches: number;
  /** Command buffers submitted. */
  submits: number;
  /** Buffers mapped to be read back. */
  reads: number;
}

type Prototype = Record<string, (...rest: unknown[]) => unknown>;

/** Counts the GPU's work during a call, wrapping WebGPU's own methods. */
export async function countGpuWork(call: () => unknown): Promise<GpuWork> {
  const work: GpuWork = { dispatches: 0, submits: 0, reads: 0 };
  const watched = [
    ["GPUComputePassEncoder", "dispatchWorkgroups", "dispatches"],
    ["GPUQueue", "submit", "submits"],
    ["GPUBuffer", "mapAsync", "reads"],
  ] as const;
  const undo = watched.map(([type, method, counter]) => {
    const prototype = (globalThis as unknown as Record<string, { prototype: Prototype }>)[type]!.prototype;
    const original = prototype[method]!;
    prototype[method] = function (...rest) {
      work[counter]++;
      return original.apply(this, rest);
    };
    return () => {
      prototype[method] = original;
    };
  });
  try {
    await call();
  } finally {
    for (const restore of undo) restore();
  }
  return work;
}
