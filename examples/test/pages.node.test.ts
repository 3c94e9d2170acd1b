import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import type { Route } from "playwright";
import { build } from "vite";
import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, hasBrowser, openPage } from "./page.js";
import { example, numbers, out, printed, removeOut } from "./program.js";

afterAll(async () => {
  await closeBrowser();
  removeOut();
});

/** Builds an example with Vite into a folder of its own. */
async function built(name: string, publicDir: string | false = false): Promise<string> {
  const outDir = join(out, name);
  await build({
    root: example(name),
    configFile: false,
    publicDir,
    logLevel: "error",
    build: { outDir, emptyOutDir: true, minify: false, target: "esnext" },
  });
  return outDir;
}

describe.runIf(hasBrowser)("pages in Chromium", () => {
  it("vite-vanilla: a click trains, and the centres are drawn", async () => {
    const { page, faults } = await openPage(await built("vite-vanilla"));
    await page.click("button");
    await page.waitForFunction(() => document.querySelector("output")?.textContent?.startsWith("Epoch 3"));
    const loss = numbers((await page.locator("output").textContent())!, /loss ([\d.]+)/)[0]!;
    expect(loss).toBeGreaterThan(0.04);
    expect(loss).toBeLessThan(0.1);
    const levels = await page.evaluate(() => {
      const canvas = document.querySelector("canvas")!;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(data).size;
    });
    expect(levels).toBeGreaterThan(50);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("react-hook: a new k aborts the clustering before and gives a smaller inertia", async () => {
    const { page, faults } = await openPage(await built("react-hook"));
    const status = page.locator("[role=status]");
    await page.waitForFunction(() =>
      /inertia/.test(document.querySelector("[role=status]")?.textContent ?? ""),
    );
    const three = numbers((await status.textContent())!, /inertia ([\d.]+)/)[0]!;
    const colours = (): Promise<number> =>
      page.evaluate(
        () => new Set([...document.querySelectorAll("circle")].map((c) => c.getAttribute("fill"))).size,
      );
    expect(await colours()).toBe(3);
    await page.locator("input").fill("1");
    await page.locator("input").fill("6");
    await page.waitForFunction(
      (before) => Number(/inertia ([\d.]+)/.exec(document.body.textContent)?.[1] ?? before) < before,
      three,
    );
    expect(await colours()).toBe(6);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("save-and-load: the page assigns as Node did", async () => {
    const folder = join(out, "model");
    const inNode = printed("save-and-load/train.mjs", folder).trim();
    const { page, faults } = await openPage(await built("save-and-load", folder));
    await page.waitForFunction(() => document.querySelector("output")?.textContent);
    expect(await page.locator("output").textContent()).toBe(inNode);
    expect(inNode.split(" ")).toHaveLength(50);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("notebook-page: every cell runs, from the CDN's addresses, without a bundler", async () => {
    const { page, faults } = await openPage(example("notebook-page"), cdn);
    await page.waitForFunction(() =>
      [...document.querySelectorAll("output")].every((cell) => cell.textContent),
    );
    const [first, lloyd, network] = await page.locator("output").allTextContents();
    // numpy 1.24: np.random.default_rng(1).normal(0, 1, 2) → 0.34558419, 0.82161814
    expect(first).toBe("first point 0.3456, 0.8216");
    expect(numbers(lloyd!, /inertia ([\d.]+)/)[0]).toBeGreaterThan(200);
    const ratio = numbers(network!, /, ([\d.]+) of Lloyd's/)[0]!;
    expect(ratio).toBeLessThan(1.001);
    expect(ratio).toBeGreaterThan(0.999);
    expect(faults).toEqual([]);
    await page.close();
  });
});

const tfjs = ["core", "backend-cpu", "backend-wasm", "backend-webgpu"].map(
  (name) => `@tensorflow/tfjs-${name}`,
);

/** Answers as jsDelivr does: our modules as they are published, tfjs converted to a module (`+esm`). */
async function cdn(route: Route, url: URL): Promise<void> {
  const headers = { "access-control-allow-origin": "*" };
  const ours = /^\/npm\/@elbowjs\/([\w-]+)\/(dist\/.+)$/.exec(url.pathname);
  if (ours) {
    const body = readFileSync(example(`../packages/${ours[1]}/${ours[2]}`));
    return route.fulfill({ headers, contentType: "text/javascript", body });
  }
  const library = tfjs.find((name) => url.pathname === `/npm/${name}@4.22.0/+esm`);
  if (url.hostname !== "cdn.jsdelivr.net" || library === undefined) return route.fulfill({ status: 404 });
  const { outputFiles } = await bundle({
    stdin: { contents: `export * from "${library}";`, resolveDir: example(".") },
    bundle: true,
    format: "esm",
    platform: "browser",
    external: tfjs.filter((name) => name !== library),
    write: false,
    logLevel: "error",
  });
  return route.fulfill({ headers, contentType: "text/javascript", body: outputFiles[0]!.text });
}
