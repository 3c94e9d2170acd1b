import type { GpuInfo } from "./backend-info.js";

/** The parts of the WebGPU API that are asked before tfjs is: declared here so that no user needs @webgpu/types. */
interface Gpu {
  requestAdapter(options?: { powerPreference?: "high-performance" }): Promise<GpuAdapter | null>;
}
interface GpuAdapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: { vendor: string; architecture: string; description: string; isFallbackAdapter?: boolean };
}

/** Drivers that run shaders on the CPU without calling themselves a fallback. */
const softwareDriver = /swiftshader|llvmpipe|lavapipe|basic render|softpipe/i;

/**
 * Whether a Linux machine shows a GPU device (Mesa, NVIDIA, WSL). Asking first spares a program without one the
 * half-second of starting Dawn, and what its drivers write to the terminal.
 */
function hasGpuDevice(): boolean {
  if (process.platform !== "linux") return true;
  // Not an import, which bundlers for browsers would try to follow.
  const { existsSync } = process.getBuiltinModule("node:fs");
  return ["/dev/dri", "/dev/nvidiactl", "/dev/dxg"].some((path) => existsSync(path));
}

/**
 * `navigator.gpu`, which in Node is put there from the `webgpu` package (Dawn) when that is installed; tfjs looks for it
 * nowhere else.
 *
 * @returns the entry to WebGPU, or the reason why there is none.
 */
async function findGpu(allowSoftware: boolean): Promise<Gpu | string> {
  const scope = globalThis as { navigator?: { gpu?: Gpu } };
  if (scope.navigator?.gpu) return scope.navigator.gpu;
  if (typeof process === "undefined" || !process.versions?.node) return "this browser has no WebGPU";
  if (!allowSoftware && !hasGpuDevice()) return "this machine shows no GPU device";
  try {
    // Dawn is a native module for Node alone. Neither an import nor a plain `require`, which bundlers for browsers follow, also
    // where the name is a constant (Vite 8's).
    const { createRequire } = process.getBuiltinModule("node:module");
    const { create, globals } = createRequire(import.meta.url)("webgpu") as {
      create(options: string[]): Gpu;
      globals: object;
    };
    Object.assign(globalThis, globals);
    const gpu = create([]);
    if (scope.navigator === undefined) {
      Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true, writable: true });
    }
    Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });
    return gpu;
  } catch (cause) {
    return `in Node, WebGPU needs the optional package "webgpu" (npm install webgpu): ${(cause as Error).message.split("\n")[0]}`;
  }
}

/**
 * Asks for the GPU that tfjs would use.
 *
 * @param allowSoftware accept a GPU simulated on the CPU.
 * @returns the GPU, or the reason why there is none to use.
 */
export async function probeGpu(allowSoftware: boolean): Promise<GpuInfo | string> {
  const gpu = await findGpu(allowSoftware);
  if (typeof gpu === "string") return gpu;
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return "WebGPU is here, but it offers no adapter (no GPU, or a blocked driver)";
  const { vendor = "", architecture = "", description = "" } = adapter.info ?? {};
  const software =
    adapter.isFallbackAdapter === true ||
    adapter.info?.isFallbackAdapter === true ||
    softwareDriver.test(`${vendor} ${architecture} ${description}`);
  if (software && !allowSoftware) {
    return `the only adapter is a software one (${[vendor, architecture].filter(Boolean).join(" ")}); allowSoftwareGpu: true accepts it`;
  }
  return { vendor, architecture, description, software };
}
