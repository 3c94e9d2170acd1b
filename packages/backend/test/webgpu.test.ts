import { findTestGpu } from "@elbowjs/test-kit/test-gpu";
import { backend, getBackend, getKernel, memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ElbowBackendError, selfTest, useBackend } from "../src/index.js";

const present = await findTestGpu();

describe.skipIf(!present)("useBackend({allowSoftwareGpu: true})", () => {
  beforeAll(async () => {
    await useBackend({ allowSoftwareGpu: true });
  });

  it("takes WebGPU on the software adapter and says so", async () => {
    const info = await useBackend();
    expect(getBackend()).toBe("webgpu");
    expect(info).toMatchObject({ name: "webgpu", kernels: "elbow", rejected: [], gpu: { software: true } });
    expect(info.reason).toContain("a software GPU, which was allowed");
  });

  it("tells the loss of the GPU by a typed error, and starts anew", async () => {
    const { lost } = await useBackend();
    (backend() as unknown as { device: { destroy(): void } }).device.destroy();
    const error = await lost!;
    expect(error).toBeInstanceOf(ElbowBackendError);
    expect(error.code).toBe("device-lost");
    expect(error.message).toMatch(/^WebGPU: the GPU device was lost \(destroyed.*Call useBackend\(\) again/);
    expect((await useBackend({ allowSoftwareGpu: true })).name).toBe("webgpu");
    expect(await selfTest()).toBeUndefined();
  });

  it("gives the fused operations their programs, and takes them away for kernels: 'stock'", async () => {
    expect(getKernel("ElbowNormalize", "webgpu")).toBeDefined();
    const wish = { prefer: ["webgpu"], allowSoftwareGpu: true } as const;
    expect(await useBackend({ ...wish, kernels: "stock" })).toMatchObject({ kernels: "stock" });
    expect(getKernel("ElbowNormalize", "webgpu")).toBeUndefined();
    expect(await useBackend(wish)).toMatchObject({ kernels: "elbow" });
    expect(getKernel("ElbowNormalize", "webgpu")).toBeDefined();
  });

  it("passes the self-test on the GPU and frees its tensors", async () => {
    const before = memory().numTensors;
    expect(await selfTest()).toBeUndefined();
    expect(memory().numTensors).toBe(before);
  });
});
