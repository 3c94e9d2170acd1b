import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { availableParallelism, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "./training-page.js";

const executablePath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
if (executablePath === undefined) console.warn("SKIPPED: training in an isolated page; no Chromium found");

/** https://developer.mozilla.org/docs/Web/API/Window/crossOriginIsolated */
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const folder = mkdtempSync(join(tmpdir(), "elbow-isolated-"));
const tfjsWasm = dirname(
  createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json"),
);

/** Serves the page, its script and tfjs's .wasm files, with these headers. */
async function serve(headers: Record<string, string>): Promise<{ server: Server; url: string }> {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://host");
    const answer = (type: string, body: string | Buffer) =>
      response.writeHead(200, { "content-type": type, ...headers }).end(body);
    if (pathname === "/") {
      answer(
        "text/html",
        `<!doctype html><link rel="icon" href="data:,"><script type="module" src="page.js"></script>`,
      );
    } else if (pathname === "/page.js") answer("text/javascript", readFileSync(join(folder, "page.js")));
    else if (pathname.endsWith(".wasm")) {
      answer("application/wasm", readFileSync(join(tfjsWasm, "dist", basename(pathname))));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

let browser: Browser;

/** What the page reports, with and without the headers that isolate it. */
async function reportOf(wish: "cpu" | "wasm" | "threaded", headers: Record<string, string>): Promise<Report> {
  const { server, url } = await serve(headers);
  const page = await browser.newPage();
  try {
    const failed = new Promise<never>((_, reject) => page.on("pageerror", reject));
    const report = page
      .goto(`${url}?${wish}`)
      .then(() => page.waitForFunction(() => (globalThis as { report?: Report }).report));
    return (await (await Promise.race([report, failed])).jsonValue()) as Report;
  } finally {
    await page.close();
    server.close();
  }
}

describe.skipIf(executablePath === undefined)("training in a cross-origin-isolated page", () => {
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
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    });
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
