import { existsSync } from "node:fs";

const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Chromium's path: CHROMIUM_PATH if that is set, else the usual places.
 *
 * @returns undefined where there is none; a CHROMIUM_PATH that leads nowhere is none.
 */
export function findChromium(path: string | undefined = process.env["CHROMIUM_PATH"]): string | undefined {
  return (path ? [path] : usual).find((place) => existsSync(place));
}

/** Chromium, where there is one. */
export const chromium: string | undefined = findChromium();

/** Whether there is a browser; says loudly what is not run where there is none. */
export function hasChromium(tests: string): boolean {
  if (chromium === undefined)
    console.warn(`SKIPPED: ${tests}; no Chromium found, install one or set CHROMIUM_PATH`);
  return chromium !== undefined;
}

/** How Playwright starts it: quiet, and as root too. */
export const launchOptions: { readonly executablePath?: string; readonly args: string[] } = {
  ...(chromium === undefined ? {} : { executablePath: chromium }),
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
};

/** Arguments that give a page WebGPU on SwiftShader, the software GPU that comes with Chromium. */
export const softwareGpu: readonly string[] = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Headers that isolate a page: https://developer.mozilla.org/docs/Web/API/Window/crossOriginIsolated */
export const isolation: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
