import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether a missing GPU is an error: vitest.config.ts sets it from ELBOW_REQUIRE_GPU. */
    requireGpu: boolean;
  }
}

interface Gpu {
  requestAdapter(): Promise<object | null>;
}

/**
 * Asks for a GPU to test on, if only a software one, in Node (Dawn) and in a browser.
 *
 * @param required Whether a missing one is an error. Default: if ELBOW_REQUIRE_GPU is set, as it is in CI.
 * @param whyNone Asks, and answers with the reason if there is none.
 * @returns whether there is one; says loudly when there is not.
 * @throws Error instead, if it is required.
 */
export async function findTestGpu(
  required: boolean = inject("requireGpu"),
  whyNone: () => Promise<string | undefined> = ask,
): Promise<boolean> {
  const missing = await whyNone();
  if (missing === undefined) return true;
  const message = `tests on WebGPU; ${missing}`;
  if (required) throw new Error(`findTestGpu: expected a WebGPU adapter for ${message}`);
  console.warn(`SKIPPED: ${message}`);
  return false;
}

async function ask(): Promise<string | undefined> {
  if (typeof process === "undefined" || !process.versions?.node) {
    const { gpu } = navigator as unknown as { gpu?: Gpu };
    return (await gpu?.requestAdapter()) ? undefined : "this browser offers no WebGPU adapter";
  }
  try {
    // A name that no bundler follows: Dawn is a native module for Node alone.
    const dawn = "webgpu";
    const { create } = (await import(/* @vite-ignore */ dawn)) as { create(options: string[]): Gpu };
    if (await create([]).requestAdapter()) return undefined;
    return "Dawn finds no adapter: install Chromium, whose SwiftShader vitest.config.ts points it at, or a Vulkan driver";
  } catch (cause) {
    return `Dawn does not start: ${(cause as Error).message}`;
  }
}
