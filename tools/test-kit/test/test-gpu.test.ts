import { expect, it, vi } from "vitest";
import { findTestGpu } from "../src/test-gpu.js";

it("findTestGpu() says loudly why there is no adapter, and throws where one is required", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    expect(await findTestGpu(false, async () => "no driver")).toBe(false);
    expect(warn.mock.calls).toEqual([["SKIPPED: tests on WebGPU; no driver"]]);
  } finally {
    warn.mockRestore();
  }
  await expect(findTestGpu(true, async () => "no driver")).rejects.toThrow(
    "findTestGpu: expected a WebGPU adapter for tests on WebGPU; no driver",
  );
  expect(await findTestGpu(true, async () => undefined)).toBe(true);
});

it("findTestGpu() answers alike each time: a second instance of Dawn is no trouble", async () => {
  expect(await findTestGpu()).toBe(await findTestGpu());
});
