import { useBackend } from "@elbowjs/backend";
import { beforeAll, describe } from "vitest";

const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;

/** Why WebGPU cannot be tested here; undefined when it can. */
export async function whyNoGpu(): Promise<string | undefined> {
  if (inNode) {
    const { existsSync } = await import("node:fs");
    const driver = [process.env["VK_ICD_FILENAMES"], "/usr/lib/chromium/vk_swiftshader_icd.json"].find(
      (path) => path !== undefined && existsSync(path),
    );
    if (driver === undefined) return "no software Vulkan driver (install Chromium or set VK_ICD_FILENAMES)";
    process.env["VK_ICD_FILENAMES"] = driver;
    return undefined;
  }
  const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } };
  return (await gpu?.requestAdapter()) ? undefined : "this browser offers no WebGPU adapter";
}

const noGpu = await whyNoGpu();

/** Runs a suite on every backend; says loudly which one is absent. */
export function onEachBackend(
  names: readonly ("cpu" | "wasm" | "webgpu")[],
  suite: (name: string) => void,
): void {
  for (const name of names) {
    const absent = name === "webgpu" ? noGpu : undefined;
    if (absent !== undefined) console.warn(`SKIPPED: tests on webgpu; ${absent}`);
    describe.skipIf(absent !== undefined)(`on ${name}`, () => {
      beforeAll(async () => {
        await useBackend({ prefer: [name], allowSoftwareGpu: true });
      });
      suite(name);
    });
  }
}
