import { existsSync } from "node:fs";

/** Where Chromium keeps SwiftShader's Vulkan driver, which Dawn in Node can load too. */
const places = [process.env["VK_ICD_FILENAMES"], "/usr/lib/chromium/vk_swiftshader_icd.json"];

/**
 * Points Dawn at the software GPU. Call it before the first use of WebGPU in the process.
 *
 * @returns whether there is one; says loudly when there is not.
 */
export function useSoftwareGpuInNode(): boolean {
  const driver = places.find((path) => path !== undefined && existsSync(path));
  if (driver === undefined) {
    console.warn(
      "SKIPPED: WebGPU in Node; no software Vulkan driver (install Chromium or set VK_ICD_FILENAMES)",
    );
    return false;
  }
  process.env["VK_ICD_FILENAMES"] = driver;
  return true;
}
