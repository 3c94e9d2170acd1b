import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { countGpuWork } from "@elbowjs/test-kit/count-gpu-work";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import { backend, memory, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { KMeansNetwork } from "../../../src/index.js";
import { chooseKernel } from "../../../src/steps/choose-kernel.js";
import { ComposedKernel } from "../../../src/steps/composed-kernel.js";
import type { Batches, StepSettings } from "../../../src/steps/step-kernel.js";
import { WebGpuKernel } from "../../../src/steps/webgpu/webgpu-kernel.js";
import { byteBlobs } from "../../blobs.js";
import { draw, expectAsGood, settingsOf, someOptions } from "../step-accuracy.js";

const rng = defaultRng(8);
const soft = settingsOf("mean", "soft", "gradient");

describe.runIf(backendsHere.includes("webgpu"))("WebGpuKernel", () => {
  const fused = new WebGpuKernel();
  beforeAll(async () => {
    await useBackend({ prefer: ["webgpu"], allowSoftwareGpu: true });
  });

  it("is the step that is chosen on WebGPU, but for stock kernels and more centres than it handles", async () => {
    const info = await useBackend();
    expect(await chooseKernel(info, 512)).toBeInstanceOf(WebGpuKernel);
    expect(await chooseKernel(info, 513)).toBeInstanceOf(ComposedKernel);
    expect(await chooseKernel({ ...info, kernels: "stock" }, 10)).toBeInstanceOf(ComposedKernel);
  });

  describe("take(centers, batches, settings) is as near to its float64 twin as the composed step", () => {
    it.each(someOptions)("%o", async ({ reduction, gradient, update }) => {
      // Features that fill no whole word of bytes, samples and features around 64 threads, centres around 16 at a time.
      for (const [kind, n, k, d] of [
        ["bytes", 1, 1, 1],
        ["bytes", 5, 3, 17],
        ["bytes", 65, 3, 6],
        ["bytes", 7, 17, 65],
        ["floats", 3, 16, 65],
      ] as const)
        await expectAsGood(fused, await draw(kind, n, d), k, settingsOf(reduction, gradient, update));
    });

    it.each(someOptions)("with weights, %o", async ({ reduction, gradient, update }) => {
      const weights = Float32Array.from({ length: 9 }, (_, i) => (i % 3) * 1.5);
      await expectAsGood(
        fused,
        await draw("bytes", 9, 40),
        6,
        settingsOf(reduction, gradient, update),
        weights,
      );
    });

    it("at temperature 20 on samples of digits' size", async () => {
      await expectAsGood(fused, await draw("bytes", 8, 784), 10, { ...soft, temperature: 20 });
    });

    it("with the most centres", async () => {
      await expectAsGood(fused, await draw("bytes", 3, 9), 512, soft);
    });
  });

  it("take(centers, batches, settings) takes the steps of as many takes, with each one's rates", async () => {
    const rows = await draw("bytes", 23, 30);
    const all: Batches = {
      rows,
      order: rng.permutation(23),
      start: 2,
      end: 23,
      batchSize: 5,
      weights: Float32Array.from({ length: 23 }, (_, i) => (i % 4) / 1.5),
    };
    const rates = [1, 2, 3, 4, 5].map(
      (learningRate): StepSettings => ({
        ...soft,
        learningRate,
        temperature: learningRate,
      }),
    );
    const start = tensor2d(Float32Array.from(rng.random(120)), [4, 30]);
    const together = fused.take(start, all, rates);
    let centers = start.clone() as Tensor2D;
    const losses: number[] = [];
    for (const [i, settings] of rates.entries()) {
      const batch = { ...all, start: 2 + 5 * i, end: Math.min(7 + 5 * i, 23) };
      const next = fused.take(centers, batch, [settings]);
      losses.push((await next.losses.data())[0]!);
      for (const used of [centers, next.losses]) used.dispose();
      centers = next.centers;
    }
    expect(Array.from(await together.losses.data())).toEqual(losses);
    expect(await together.centers.data()).toEqual(await centers.data());
    for (const used of [start, together.losses, together.centers, centers]) used.dispose();
    fused.release();
  });

  it("take() shows centres that are not finite in its loss", async () => {
    const rows = await draw("bytes", 4, 8);
    const centers = tensor2d(new Float32Array(16).fill(1e30), [2, 8]);
    const order = Int32Array.of(0, 1, 2, 3);
    const { losses, centers: next } = fused.take(
      centers,
      { rows, order, start: 0, end: 4, batchSize: 4, weights: undefined },
      [soft],
    );
    expect(Number.isFinite((await losses.data())[0])).toBe(false);
    for (const tensor of [centers, losses, next]) tensor.dispose();
    fused.release();
  });

  it("takes the samples of a data set that fits into no buffer alone", async () => {
    const { device } = backend() as unknown as { device: { limits: object } };
    const { limits } = device;
    const small = { maxStorageBufferBindingSize: 100, maxComputeWorkgroupsPerDimension: 65_535 };
    Object.defineProperty(device, "limits", { value: small, configurable: true });
    try {
      await expectAsGood(fused, await draw("bytes", 9, 40), 6, soft);
      await expectAsGood(fused, await draw("floats", 9, 40), 6, soft);
    } finally {
      Object.defineProperty(device, "limits", { value: limits, configurable: true });
    }
  });

  it("keeps tensors and GPU memory flat over 1,000 steps, and frees the data with release()", async () => {
    fused.release();
    const rows = await draw("bytes", 8, 10);
    const order = Int32Array.from({ length: 8 }, (_, i) => i);
    const before = memory().numTensors;
    let centers = tensor2d(Float32Array.from(rng.random(30)), [3, 10]) as Tensor2D;
    const steps = async (takes: number) => {
      for (let i = 0; i < takes; i++) {
        const batches = { rows, order, start: 0, end: 8, batchSize: 1, weights: undefined };
        const { losses, centers: next } = fused.take(centers, batches, Array(8).fill(soft));
        await losses.data();
        for (const tensor of [losses, centers]) tensor.dispose();
        centers = next;
      }
      return { ...memory() };
    };
    await steps(5);
    const early = await steps(10);
    expect(await steps(115)).toEqual(early);
    centers.dispose();
    fused.release();
    expect(memory().numTensors).toBe(before);
  });

  it("fit(data) reads losses and centres once in 256 steps of two programs each", async () => {
    const data = byteBlobs(24, 3, 8);
    const work = async (kernels: "elbow" | "stock") => {
      await useBackend({ prefer: ["webgpu"], allowSoftwareGpu: true, kernels });
      const net = new KMeansNetwork({ k: 3, features: 8 });
      await net.init("digit-images", data);
      const { dispatches, reads } = await countGpuWork(() => net.fit(data, { epochs: 1, batchSize: 2 }));
      net.dispose();
      return { dispatches, reads };
    };
    // Twelve steps; the last two programs take the losses and the centres out of one result.
    expect(await work("elbow")).toEqual({ dispatches: 12 * 2 + 2, reads: 2 });
    expect(await work("stock")).toEqual({ dispatches: 12 * 32 + 2, reads: 2 });
  });
});
