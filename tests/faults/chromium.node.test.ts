import { useBackend } from "@elbowjs/backend";
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { beforeAll, describe, expect, it } from "vitest";
import { browserTabs, hasBrowser, outcome, startTraining } from "./browser-tabs.js";

const all = isThorough("Chromium with WebGPU, and isolated or not");

/** Chromium's settings, and the backend that a training gets in each; a software GPU only when asked for. */
const settings = [
  { webgpu: true, isolated: false, prefer: "webgpu", takes: "webgpu" },
  { webgpu: true, isolated: true, prefer: "webgpu", takes: "webgpu" },
  { webgpu: true, isolated: false, prefer: undefined, takes: "wasm" },
  { webgpu: false, isolated: false, prefer: undefined, takes: "wasm" },
  { webgpu: false, isolated: true, prefer: undefined, takes: "wasm" },
] as const;

describe.runIf(hasBrowser)("Chromium", () => {
  let inNode: number;
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm"] });
    const { train } = await openDataset("digits", { size: { train: 300, test: 1 } });
    const net = new KMeansNetwork({ k: 10, features: 784 });
    await net.init("k-means++", train);
    await net.fit(train, { epochs: 5, batchSize: 50 });
    inNode = await net.inertia(train);
    net.dispose();
  });

  for (const { webgpu, isolated, prefer, takes } of all ? settings : settings.slice(-1)) {
    const gpu = webgpu ? (prefer ? "software WebGPU, asked for" : "software WebGPU") : "no WebGPU";
    it(`${gpu}, ${isolated ? "" : "not "}cross-origin isolated: trains on ${takes}`, async () => {
      const tabs = await browserTabs({ webgpu, isolated });
      try {
        const page = await tabs.tab();
        expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
        expect(await startTraining(page, prefer, 5)).toBe(takes);
        const inertia = Number((await outcome(page)).replace("done ", ""));
        // WebGPU rounds its sums otherwise; so do the WASM kernels of a Node without relaxed SIMD (before 22), which
        // Chromium has: after 30 steps a sample or two are in another cluster.
        const sameBits = takes === "wasm" && Number(process.versions.node.split(".")[0]) >= 22;
        expect(Math.abs(inertia / inNode - 1)).toBeLessThan(sameBits ? 1e-6 : 0.01);
      } finally {
        await tabs.close();
      }
    });
  }
});
