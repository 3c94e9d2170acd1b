import {
  conv2d,
  engine,
  getBackend,
  getKernel,
  grad,
  mean,
  memory,
  ones,
  setBackend,
  softmax,
  square,
  sum,
  type Tensor4D,
  tensor2d,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { ElbowBackendError, selfTest, useBackend } from "../src/index.js";

describe("useBackend", () => {
  it("useBackend() without a hardware GPU takes WASM SIMD and says why WebGPU was passed over", async () => {
    const info = await useBackend();
    expect(info.name).toBe("wasm");
    expect(info.reason).toBe("WebAssembly SIMD works");
    expect(info.rejected.map(({ name }) => name)).toEqual(["webgpu"]);
    expect(info.rejected[0]!.reason).not.toBe("");
    expect(getBackend()).toBe("wasm");
  });

  it("useBackend() loads only the backend it picks", () => {
    expect(Object.keys((engine() as unknown as { registryFactory: object }).registryFactory)).toEqual([
      "wasm",
    ]);
  });

  it("useBackend() again, and at the same time, gives the same answer", async () => {
    const first = await useBackend();
    const answers = await Promise.all([useBackend(), useBackend(), useBackend()]);
    for (const answer of answers) expect(answer).toBe(first);
  });

  it("useBackend() makes tfjs able to differentiate", () => {
    const x = tensor2d([[0.5, -1, 2]]);
    const gradient = grad((t) => mean(square(softmax(t))))(x);
    expect(gradient.shape).toEqual([1, 3]);
    // Moving all logits together changes nothing, so the entries sum to zero.
    expect([...gradient.dataSync()].reduce((a, b) => a + b, 0)).toBeCloseTo(0, 6);
    expect(Math.abs(gradient.dataSync()[2]!)).toBeGreaterThan(0.01);
  });

  it("useBackend({prefer: ['cpu']}) switches, without tfjs's banner", async () => {
    const warn = vi.spyOn(console, "warn");
    const info = await useBackend({ prefer: ["cpu"] });
    expect(info.name).toBe("cpu");
    expect(info.rejected).toEqual([]);
    tensor2d([[1]]).dispose();
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("useBackend() keeps a backend that the program has set itself", async () => {
    await setBackend("wasm");
    const info = await useBackend();
    expect(info).toMatchObject({ name: "wasm", reason: "the program had already set it", rejected: [] });
  });

  it("useBackend(options) refuses what does not exist and what is outside its range, before any work", async () => {
    const refusals: [object, Error][] = [
      [
        { prefer: ["webgl"] },
        new RangeError(
          "useBackend: expected prefer[0] to be one of 'webgpu', 'wasm', 'cpu', got \"webgl\"; did you mean 'webgpu'?",
        ),
      ],
      [
        { prefer: [] },
        new TypeError(
          "useBackend: expected prefer to list some of 'webgpu', 'wasm', 'cpu', got an array of 0",
        ),
      ],
      [
        { kernels: "fast" },
        new RangeError("useBackend: expected kernels to be one of 'elbow', 'stock', got \"fast\""),
      ],
      [
        { threads: 1000 },
        new RangeError("useBackend: expected threads to be an integer in [1, 32], got 1000"),
      ],
      [{ threads: 0 }, new RangeError("useBackend: expected threads to be an integer in [1, 32], got 0")],
      [
        { allowSoftwareGpu: 1 },
        new TypeError("useBackend: expected allowSoftwareGpu to be a boolean, got 1"),
      ],
      [
        { thread: 2 },
        new TypeError(
          "useBackend: expected the options prefer, allowSoftwareGpu, kernels, wasmPaths, threads, got thread; " +
            "did you mean threads?",
        ),
      ],
    ];
    const before = getBackend();
    for (const [options, error] of refusals) await expect(useBackend(options)).rejects.toThrow(error);
    expect(getBackend()).toBe(before);
  });

  it("useBackend({prefer: ['webgpu']}) without a usable GPU is a typed error that leaves the old backend", async () => {
    await useBackend({ prefer: ["cpu"] });
    const error = await useBackend({ prefer: ["webgpu"] }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ElbowBackendError);
    expect(error).toMatchObject({ code: "no-backend" });
    expect(getBackend()).toBe("cpu");
  });
});

describe("useBackend({kernels})", () => {
  const convolve = async () => {
    const x = ones([1, 4, 4, 1]) as Tensor4D;
    const filter = ones([2, 2, 1, 1]) as Tensor4D;
    return [...(await grad((f) => sum(conv2d(x, f as Tensor4D, 1, "valid")))(filter).data())];
  };

  it("'stock' gives tfjs's own kernels, and a clear error where it has none", async () => {
    expect((await useBackend({ prefer: ["wasm"], kernels: "stock" })).kernels).toBe("stock");
    await expect(convolve()).rejects.toThrow(
      new ElbowBackendError(
        "missing-kernel",
        "Conv2DBackpropFilter: expected a kernel for the wasm backend, got none: tfjs ships none. " +
          'Use useBackend({kernels: "elbow"}), or train this model with useBackend({prefer: ["cpu"]}).',
      ),
    );
  });

  it("'elbow' replaces kernels, and 'stock' restores the very same ones", async () => {
    const stock = getKernel("BatchMatMul", "wasm");
    expect((await useBackend({ prefer: ["wasm"], kernels: "elbow" })).kernels).toBe("elbow");
    expect(getKernel("BatchMatMul", "wasm")).not.toBe(stock);
    await useBackend({ prefer: ["wasm"], kernels: "stock" });
    expect(getKernel("BatchMatMul", "wasm")).toBe(stock);
  });
});

describe.each(["cpu", "wasm"] as const)("selfTest() on %s", (name) => {
  beforeAll(async () => {
    await useBackend({ prefer: [name] });
  });

  it("passes and frees its tensors", async () => {
    const before = memory().numTensors;
    expect(await selfTest()).toBeUndefined();
    expect(memory().numTensors).toBe(before);
  });
});

it("selfTest() fails where a gradient comes out as zero", async () => {
  await useBackend({ prefer: ["cpu"] });
  const { getGradient, registerGradient, unregisterGradient, zerosLike } = await import(
    "@tensorflow/tfjs-core"
  );
  const right = getGradient("Tanh")!;
  unregisterGradient("Tanh");
  registerGradient({ ...right, gradFunc: (dy) => ({ x: () => zerosLike(dy as never) }) });
  expect(await selfTest()).toMatch(/^the self-test of one training step gave 0\.1552, 0\.000, 0\.000, /);
  unregisterGradient("Tanh");
  registerGradient(right);
  expect(await selfTest()).toBeUndefined();
});
