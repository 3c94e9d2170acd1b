import { useBackend } from "@elbowjs/backend";
import { tensor, variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { clipByGlobalNorm, cosineDecay, type OptimizerOptions, optimizer, stepDecay } from "../src/index.js";
import fixture from "./fixtures/optimizers.json" with { type: "json" };

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("optimizer(options)", () => {
  it.each(
    fixture.map(({ options, clipNorm, path }) => ({ options: options as OptimizerOptions, clipNorm, path })),
  )("takes PyTorch's steps: $options, clipped at $clipNorm", async ({ options, clipNorm, path }) => {
    const { step, slotNames, learningRate } = optimizer(options);
    const weight = variable(tensor([1, -0.5, 0.25]));
    const slots = Object.fromEntries(slotNames.map((name) => [name, variable(tensor([0, 0, 0]), false)]));
    for (const [i, expected] of path.entries()) {
      const t = i + 1;
      const given = tensor([0, 1, 2].map((k) => Math.sin(t + k)));
      const [gradient] = clipNorm === null ? [given] : clipByGlobalNorm([given], clipNorm);
      step(weight, gradient!, slots, learningRate, t);
      for (const [k, value] of (await weight.data()).entries()) expect(value).toBeCloseTo(expected[k]!, 6);
    }
  });

  it("refuses settings outside their interval", () => {
    expect(() => optimizer({ type: "sgd", learningRate: -1 })).toThrow(
      "sgd: expected learningRate in [0, ∞), got -1",
    );
    expect(() => optimizer({ type: "adam", beta1: 1 })).toThrow("adam: expected beta1 in [0, 1), got 1");
    expect(() => optimizer({ type: "adam", weightDecay: Number.NaN })).toThrow(RangeError);
  });
});

describe("clipByGlobalNorm(gradients, norm)", () => {
  it("scales all gradients by one factor, and leaves small ones alone", async () => {
    const [a, b] = clipByGlobalNorm([tensor([3]), tensor([[0, 4]])], 1); // ‖(3, 0, 4)‖ = 5
    expect((await a!.data())[0]).toBeCloseTo(0.6, 6);
    expect((await b!.data())[1]).toBeCloseTo(0.8, 6);
    const [same] = clipByGlobalNorm([tensor([0.3])], 1);
    expect((await same!.data())[0]).toBe(Math.fround(0.3));
  });
});

describe("schedules", () => {
  it("cosineDecay() goes from 1 through ½ to 0, and rises first if told to", () => {
    const plain = cosineDecay();
    expect([plain(0), plain(0.5), plain(1)]).toEqual([1, 0.5, 0]);
    const warm = cosineDecay({ warmup: 0.2, end: 0.1 });
    expect(warm(0)).toBe(0);
    expect(warm(0.1)).toBe(0.5);
    expect(warm(0.2)).toBe(1);
    expect(warm(0.6)).toBeCloseTo(0.55, 12);
    expect(warm(1)).toBeCloseTo(0.1, 12);
    expect(() => cosineDecay({ warmup: 1 })).toThrow("cosineDecay: expected warmup in [0, 1), got 1");
    expect(() => cosineDecay({ end: 2 })).toThrow("cosineDecay: expected end in [0, 1], got 2");
  });

  it("stepDecay({at, factor}) falls at each place", () => {
    const schedule = stepDecay({ at: [0.5, 0.75], factor: 0.5 });
    expect([schedule(0), schedule(0.5), schedule(0.7), schedule(0.9)]).toEqual([1, 0.5, 0.5, 0.25]);
    expect(() => stepDecay({ at: [1] })).toThrow("stepDecay: expected every place in (0, 1), got 1");
    expect(() => stepDecay({ at: [], factor: 0 })).toThrow("stepDecay: expected factor in (0, 1], got 0");
  });
});
