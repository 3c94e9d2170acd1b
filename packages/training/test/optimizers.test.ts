import { useBackend } from "@elbowjs/backend";
import { tensor, variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { clipByGlobalNorm, type OptimizerOptions, optimizer } from "../src/index.js";
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
      step(weight, gradient!, slots, learningRate as number, t);
      for (const [k, value] of (await weight.data()).entries()) expect(value).toBeCloseTo(expected[k]!, 6);
    }
  });

  it("refuses settings outside their interval", () => {
    expect(() => optimizer({ type: "sgd", learningRate: -1 })).toThrow(
      "sgd: expected learningRate ≥ 0, got -1",
    );
    expect(() => optimizer({ type: "adam", beta1: 1 })).toThrow("adam: expected beta1 in [0, 1), got 1");
    expect(() => optimizer({ type: "adam", weightDecay: Number.NaN })).toThrow(RangeError);
    expect(() => optimizer({ type: "rmsprop", decay: 1 })).toThrow(
      "rmsprop: expected decay in [0, 1), got 1",
    );
  });

  it("refuses settings and optimisers that do not exist", () => {
    expect(() => optimizer({ type: "adam", lr: 0.1 } as never)).toThrow(
      new TypeError("adam: expected the options learningRate, beta1, beta2, epsilon, weightDecay, got lr"),
    );
    expect(() => optimizer({ type: "adamw" as "adam" })).toThrow(
      "optimizer: expected type to be one of 'sgd', 'adam', 'rmsprop', got \"adamw\"; did you mean 'adam'?",
    );
    expect(() => optimizer({ type: "sgd", learningRate: "0.1" as never })).toThrow(TypeError);
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
