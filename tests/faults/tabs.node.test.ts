import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type BrowserTabs,
  browserTabs,
  epochsDone,
  hasBrowser,
  outcome,
  startTraining,
  type Tools,
} from "./browser-tabs.js";
import { mnist } from "./child.js";

const all = isThorough("tabs in the background, two at once, and lost GPUs");

describe.runIf(hasBrowser && all)("in Chromium", () => {
  let tabs: BrowserTabs;
  beforeAll(async () => {
    tabs = await browserTabs({ webgpu: true, isolated: false });
  });
  afterAll(() => tabs.close());

  it("tab frozen in the background: training goes on when it is back, and ends as if nothing had been", async () => {
    const page = await tabs.tab();
    await startTraining(page, "wasm", 3000);
    await page.waitForFunction(() => (globalThis as unknown as Tools).epochs > 20);
    const front = await tabs.tab();
    await front.bringToFront();
    expect(await epochsDone(page)).toBeLessThan(3000);
    const session = await tabs.context.newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await page.bringToFront();
    const frozen = await outcome(page);
    await startTraining(front, "wasm", 3000);
    expect(frozen).toMatch(/^done \d/);
    expect(frozen).toBe(await outcome(front));
    expect(await epochsDone(page)).toBe(3000);
    await Promise.all([page.close(), front.close()]);
  });

  it.runIf(mnist !== undefined)(
    "two tabs at once: both open MNIST, and the cache serves the third",
    async () => {
      const open = (page: Awaited<ReturnType<typeof tabs.tab>>): Promise<string> =>
        page.evaluate(async () => {
          const { train, source } = await (globalThis as unknown as Tools).openDataset("mnist", {
            mirrors: [`${location.origin}/mnist/`],
          });
          return `${train.size} ${source}`;
        });
      const pages = await Promise.all([tabs.tab(), tabs.tab()]);
      const both = await Promise.all(pages.map(open));
      expect(both.every((text) => text.startsWith("60000 "))).toBe(true);
      const before = tabs.fetched.length;
      const third = await tabs.tab();
      expect(await open(third)).toBe("60000 cache browser cache");
      expect(tabs.fetched.length).toBe(before);
      await Promise.all([...pages, third].map((page) => page.close()));
    },
  );

  const loseDevice = (page: Awaited<ReturnType<typeof tabs.tab>>): Promise<void> =>
    page.evaluate(() => (globalThis as unknown as Tools).backend().device.destroy());

  it("GPU device lost in a training of kmeans-nn: it rejects with device-lost, and the page can train on another backend", async () => {
    const page = await tabs.tab();
    expect(await startTraining(page, "webgpu", 400)).toBe("webgpu");
    await page.waitForFunction(() => (globalThis as unknown as Tools).epochs >= 1, undefined, {
      timeout: 60_000,
    });
    await loseDevice(page);
    expect(await outcome(page)).toMatch(/^ElbowBackendError: WebGPU: the GPU device was lost/);
    expect(await epochsDone(page)).toBeLessThan(400);
    expect(await startTraining(page, "wasm", 3)).toBe("wasm");
    expect(await outcome(page)).toMatch(/^done \d/);
    await page.close();
  });

  it("GPU device lost in a training of gaussian-vae: it rejects with device-lost, and goes on from its checkpoint on another backend", async () => {
    const page = await tabs.tab();
    const ended = page.evaluate(async () => {
      const tools = globalThis as unknown as Tools;
      await tools.useBackend({ prefer: ["webgpu"], allowSoftwareGpu: true });
      const shape = { latent: 2, imageShape: [8, 8, 1], stages: [{ type: "flatten" }] };
      const bars = Float32Array.from({ length: 32 * 64 }, (_, i) =>
        Number(i % 8 < 2 + (Math.floor(i / 64) % 4)),
      );
      let saved: Uint8Array | undefined;
      const keep = async (_: unknown, checkpoint: () => Promise<Uint8Array>): Promise<void> => {
        saved = await checkpoint();
        if (tools.epochs++ === 1) tools.backend().device.destroy();
      };
      tools.epochs = 0;
      const first = await tools.GaussianVae.create(shape);
      const error = await first
        .fit(bars, { epochs: 6, batchSize: 8, onEpoch: keep })
        .then(() => undefined)
        .catch((error: Error & { code?: string }) => `${error.name} ${error.code}`);
      await tools.useBackend({ prefer: ["wasm"] });
      const second = await tools.GaussianVae.create(shape);
      await second.fit(bars, { epochs: 6, batchSize: 8, resume: saved, onEpoch: keep });
      return { error, epochs: tools.epochs };
    });
    expect(await ended).toEqual({ error: "ElbowBackendError device-lost", epochs: 6 });
    await page.close();
  });
});

describe.runIf(hasBrowser && all)("in Chromium with throttled tabs", () => {
  let tabs: BrowserTabs;
  beforeAll(async () => {
    tabs = await browserTabs({ webgpu: false, isolated: false, throttles: true });
  });
  afterAll(() => tabs.close());

  it("tab hidden behind another, whose timers fire once a second: training goes on there, and ends as if in front", async () => {
    const page = await tabs.tab();
    await startTraining(page, "wasm", 400);
    const inFront = await outcome(page);
    const front = await tabs.tab();
    await front.bringToFront();
    await startTraining(page, "wasm", 400);
    const { state, timers } = await page.evaluate(async () => {
      let timers = 0;
      for (const end = performance.now() + 3000; performance.now() < end; timers++)
        await new Promise((resolve) => setTimeout(resolve));
      return { state: document.visibilityState, timers };
    });
    expect(state).toBe("hidden");
    expect(timers).toBeLessThan(20);
    expect(await outcome(page)).toBe(inFront);
    expect(await page.evaluate(() => document.visibilityState)).toBe("hidden");
    expect(await epochsDone(page)).toBe(400);
  });
});
