import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasChromium, isolation, launchOptions } from "@elbowjs/test-kit/chromium";
import { serveFolder } from "@elbowjs/test-kit/serve-folder";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "./training-page.js";

const hasBrowser = hasChromium("training in an isolated page");
const folder = mkdtempSync(join(tmpdir(), "elbow-isolated-"));
const tfjsWasm = dirname(
  createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json"),
);

let browser: Browser;

/** What the page reports, with and without the headers that isolate it. */
async function reportOf(wish: "cpu" | "wasm" | "threaded", headers: Record<string, string>): Promise<Report> {
  const { url, close } = await serveFolder(folder, { headers });
  const page = await browser.newPage();
  try {
    const failed = new Promise<never>((_, reject) => page.on("pageerror", reject));
    const report = page
      .goto(`${url}?${wish}`)
      .then(() => page.waitForFunction(() => (globalThis as { report?: Report }).report));
    return (await (await Promise.race([report, failed])).jsonValue()) as Report;
  } finally {
    await page.close();
    close();
  }
}

describe.skipIf(!hasBrowser)("training in a cross-origin-isolated page", () => {
  beforeAll(async () => {
    await build({
      entryPoints: [fileURLToPath(new URL("training-page.ts", import.meta.url))],
      outfile: join(folder, "page.js"),
      bundle: true,
      format: "esm",
      platform: "browser",
      // For Node alone, never reached in a page.
      external: ["webgpu"],
      logLevel: "error",
    });
    writeFileSync(
      join(folder, "index.html"),
      `<!doctype html><link rel="icon" href="data:,"><script type="module" src="page.js"></script>`,
    );
    for (const file of readdirSync(join(tfjsWasm, "dist")).filter((name) => name.endsWith(".wasm")))
      copyFileSync(join(tfjsWasm, "dist", file), join(folder, file));
    browser = await chromium.launch(launchOptions);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("useBackend() takes every core, and has the losses of a page that is not isolated, to the bit", async () => {
    const isolated = await reportOf("wasm", isolation);
    expect(isolated).toMatchObject({
      crossOriginIsolated: true,
      backend: "wasm",
      kernels: "elbow",
      sharedMemory: true,
      threads: Math.min(16, availableParallelism()),
    });
    const open = await reportOf("wasm", {});
    expect(open).toMatchObject({ crossOriginIsolated: false, sharedMemory: false, threads: 1 });
    expect(isolated.losses).toEqual(open.losses);
    expect(isolated.losses.at(-1)!).toBeLessThan(0.9 * isolated.losses[0]!);
  });

  it("has the losses of the CPU backend, in tfjs's threaded build and its shared memory too", async () => {
    const cpu = await reportOf("cpu", isolation);
    for (const wish of ["wasm", "threaded"] as const) {
      const { crossOriginIsolated, backend, kernels, sharedMemory, losses } = await reportOf(wish, isolation);
      expect({ crossOriginIsolated, backend, kernels }).toEqual({
        crossOriginIsolated: true,
        backend: "wasm",
        kernels: "elbow",
      });
      expect(sharedMemory).toBe(true);
      expect(losses).toHaveLength(cpu.losses.length);
      for (const [i, loss] of losses.entries())
        expect(Math.abs(loss / cpu.losses[i]! - 1)).toBeLessThan(1e-5);
    }
  });
});
