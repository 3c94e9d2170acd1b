import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { memory, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WasmKernel } from "../../src/steps/wasm-kernel.js";
import { draw, expectAsGood, options, settingsOf, someOptions } from "./step-accuracy.js";

const rng = defaultRng(7);
let fused: WasmKernel;
beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
  fused = new WasmKernel();
});
afterAll(() => fused.dispose());

describe("WasmKernel.take(centers, batch, settings) is as near to its float64 twin as the composed step", () => {
  it.each(options)("%o", async ({ reduction, gradient, update }) => {
    for (const kind of ["bytes", "floats"] as const)
      for (const [n, k, d] of [
        [1, 1, 1],
        [1, 10, 784],
        [64, 10, 784],
        [5, 3, 17],
        [7, 13, 31],
        [33, 12, 16],
        [4, 25, 5],
      ] as const)
        await expectAsGood(fused, await draw(kind, n, d), k, settingsOf(reduction, gradient, update));
  });

  it.each(someOptions)("with many centres, %o", async ({ reduction, gradient, update }) => {
    for (const kind of ["bytes", "floats"] as const)
      for (const [n, k, d] of [
        [64, 65, 784],
        [1, 66, 3],
        [33, 100, 17],
        [70, 71, 64],
        [40, 128, 50],
      ] as const) {
        const weights = n === 33 ? Float32Array.from({ length: n }, (_, i) => i % 3) : undefined;
        const settings = settingsOf(reduction, gradient, update);
        const rows = await draw(kind, n, d);
        await expectAsGood(fused, rows, k, settings, weights);
        await expectAsGood(fused, rows, k, { ...settings, temperature: 20 }, weights);
      }
  });

  it.each(options)("with weights, %o", async ({ reduction, gradient, update }) => {
    const rows = await draw("bytes", 9, 40);
    const weights = Float32Array.from({ length: 9 }, (_, i) => (i % 3) * 1.5);
    await expectAsGood(fused, rows, 6, settingsOf(reduction, gradient, update), weights);
  });

  it("at temperature 20, where most shares are skipped", async () => {
    const settings = { ...settingsOf("mean", "soft", "gradient"), temperature: 20 };
    await expectAsGood(fused, await draw("bytes", 64, 784), 10, settings);
  });
});

it.each(options)(
  "WasmKernel.take() of several steps on many centres is that of each in turn, %o",
  async (option) => {
    const [n, k, d] = [40, 70, 30];
    const rows = await draw("bytes", n, d);
    const order = rng.permutation(n);
    const values = Float32Array.from(rng.random(k * d));
    const settings = [1, 2, 3, 4].map((i) => ({
      ...settingsOf(option.reduction, option.gradient, option.update),
      temperature: 5 * i,
    }));
    const run = async (atOnce: number) => {
      let centers = tensor2d(values, [k, d]) as Tensor2D;
      const losses: number[] = [];
      for (let first = 0; first < 4; first += atOnce) {
        const [start, end] = [10 * first, 10 * (first + atOnce)];
        const taken = fused.take(
          centers,
          { rows, order, start, end, batchSize: 10, weights: undefined },
          settings.slice(first, first + atOnce),
        );
        losses.push(...(await taken.losses.data()));
        taken.losses.dispose();
        centers.dispose();
        centers = taken.centers;
      }
      const result = { losses, centers: Float32Array.from(await centers.data()) };
      centers.dispose();
      return result;
    };
    const wanted = await run(1);
    expect(await run(2)).toEqual(wanted);
    expect(await run(4)).toEqual(wanted);
  },
);

it("WasmKernel.take() shows centres that are not finite in its loss", async () => {
  const rows = await draw("bytes", 4, 8);
  const centers = tensor2d(new Float32Array(16).fill(1e30), [2, 8]) as Tensor2D;
  const { losses, centers: next } = fused.take(
    centers,
    { rows, order: Int32Array.of(0, 1, 2, 3), start: 0, end: 4, batchSize: 4, weights: undefined },
    [settingsOf("mean", "soft", "gradient")],
  );
  expect(Number.isFinite((await losses.data())[0])).toBe(false);
  for (const tensor of [centers, losses, next]) tensor.dispose();
});

it("WasmKernel.take() keeps tensors and the WASM heap flat over 1,000 steps", async () => {
  const rows = await draw("bytes", 64, 100);
  const order = rng.permutation(64);
  let centers = tensor2d(Float32Array.from(rng.random(1000)), [10, 100]) as Tensor2D;
  const step = (): void => {
    const { losses, centers: next } = fused.take(
      centers,
      { rows, order, start: 0, end: 64, batchSize: 64, weights: undefined },
      [settingsOf("mean", "soft", "gradient")],
    );
    for (const tensor of [losses, centers]) tensor.dispose();
    centers = next;
  };
  step();
  const before = { ...memory() };
  for (let i = 0; i < 1000; i++) step();
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numBytes).toBe(before.numBytes);
  centers.dispose();
});
