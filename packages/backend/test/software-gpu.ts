/** Where Chromium keeps SwiftShader's Vulkan driver, which Dawn in Node can load too. */
const CHROMIUM_DRIVER = "/usr/lib/chromium/vk_swiftshader_icd.json";

/**
 * Finds a GPU to test on, if only a software one, for the tests of every package. In Node it points Dawn at the driver, so
 * call it before the first use of WebGPU in the process.
 *
 * @returns whether there is one; says loudly when there is not.
 */
export async function findTestGpu(): Promise<boolean> {
  const missing = await whyNone();
  if (missing !== undefined) console.warn(`SKIPPED: tests on WebGPU; ${missing}`);
  return missing === undefined;
}

async function whyNone(): Promise<string | undefined> {
  if (typeof process !== "undefined" && process.versions?.node) {
    const { existsSync } = await import("node:fs");
    const places = [process.env["VK_ICD_FILENAMES"], CHROMIUM_DRIVER];
    const driver = places.find((path) => path !== undefined && existsSync(path));
    if (driver === undefined) return "no software Vulkan driver (install Chromium or set VK_ICD_FILENAMES)";
    process.env["VK_ICD_FILENAMES"] = driver;
    return undefined;
  }
  const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } };
  return (await gpu?.requestAdapter()) ? undefined : "this browser offers no WebGPU adapter";
}
