import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import { memory } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { DeepAutoencoder, type FitOptions, gaussianNoise, maskingNoise } from "../src/index.js";

/** Images of 16 pixels on a surface of two dimensions: brightness of the left and of the upper half. */
function surface(n: number, salt = 3): Float32Array {
  const u = hashed(salt, 2 * n).map(Math.abs);
  return Float32Array.from({ length: 16 * n }, (_, k) => {
    const [i, row, column] = [Math.floor(k / 16), Math.floor((k % 16) / 4), k % 4];
    return 0.5 * (column < 2 ? u[2 * i]! : 1 - u[2 * i]!) + 0.4 * (row < 2 ? u[2 * i + 1]! : 0);
  });
}

const options = { widths: [16, 12, 2], seed: 2 };
const settings: FitOptions = { epochs: 12, batchSize: 16, learningRate: 0.01 };

async function fitted(more: FitOptions = {}, create = {}): Promise<{ bytes: Uint8Array; error: number }> {
  const model = await DeepAutoencoder.create({ ...options, ...create });
  await model.fit(surface(128), { ...settings, ...more });
  const { squaredError } = await model.evaluate(surface(64, 9));
  const bytes = await model.toSafetensors();
  model.dispose();
  return { bytes, error: squaredError };
}

describe.each(backendsHere)("DeepAutoencoder.fit on %s", (backend) => {
  it("learns a surface of two dimensions, and leaves nothing", async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
    const before = memory().numTensors;
    const untrained = await fitted({ epochs: 1, learningRate: 1e-9 });
    const { error } = await fitted(backend === "webgpu" ? { epochs: 6 } : {});
    expect(error).toBeLessThan(0.35 * untrained.error);
    expect(memory().numTensors).toBe(before);
  });
});

describe("DeepAutoencoder.fit", () => {
  it("the same seed gives the same bits, another one others", async () => {
    await useBackend({ prefer: ["wasm", "cpu"] });
    const corrupt = maskingNoise(0.2);
    const [first, again, other] = [
      await fitted({ epochs: 2, corrupt }),
      await fitted({ epochs: 2, corrupt }),
      await fitted({ epochs: 2, corrupt, seed: 5 }),
    ];
    expect(again.bytes).toEqual(first.bytes);
    expect(other.bytes).not.toEqual(first.bytes);
  });

  it("goes on from a checkpoint to the same bits, and refuses one of another corruption", async () => {
    const whole = await fitted({ epochs: 4, corrupt: gaussianNoise(0.1) });
    let checkpoint: Uint8Array | undefined;
    await fitted({
      epochs: 2,
      corrupt: gaussianNoise(0.1),
      onEpoch: async (_, take) => {
        checkpoint = await take();
      },
    });
    const rest = await fitted({ epochs: 4, corrupt: gaussianNoise(0.1), resume: checkpoint! });
    expect(rest.bytes).toEqual(whole.bytes);
    await expect(fitted({ epochs: 4, corrupt: gaussianNoise(0.2), resume: checkpoint! })).rejects.toThrow(
      /objective|corrupt/,
    );
  });

  it("denoises: shown corrupted images, the error falls below the corruption's", async () => {
    const model = await DeepAutoencoder.create(options);
    const corrupt = gaussianNoise(0.2);
    const reports: number[] = [];
    const { epochs } = await model.fit(surface(128), {
      ...settings,
      corrupt,
      validation: surface(64, 9),
      onEpoch: ({ validation }) => reports.push(validation!.squaredError),
    });
    const { squaredError } = await model.evaluate(surface(64, 9), { corrupt, seed: 2 });
    expect(squaredError).toBeCloseTo(epochs.at(-1)!.validation!.squaredError, 5);
    expect(squaredError).toBeLessThan(16 * 0.2 ** 2);
    expect(reports.at(-1)).toBeLessThan(reports[0]!);
    model.dispose();
  });

  it("sparsity makes the code smaller", async () => {
    const size = async (sparsity: number) => {
      const model = await DeepAutoencoder.create({ ...options, widths: [16, 12, 6] });
      await model.fit(surface(128), { ...settings, sparsity });
      const { tensor2d, sum, abs } = await import("@tensorflow/tfjs-core");
      const x = tensor2d(surface(64, 9), [64, 16]);
      const z = model.encode(x);
      const total = sum(abs(z));
      const [value] = await total.data();
      for (const used of [x, z, total, model]) used.dispose();
      return value!;
    };
    expect(await size(0.05)).toBeLessThan(0.8 * (await size(0)));
  });

  it("cross-entropy and the other activations learn too", async () => {
    const plain = { batchNorm: false, activation: "tanh", initialWeight: "glorot-uniform" };
    expect((await fitted({ loss: "cross-entropy", epochs: 20 }, plain)).error).toBeLessThan(0.5);
  });
});

describe("DeepAutoencoder.fit refuses", () => {
  it.each<[string, object, FitOptions, Float32Array, RegExp]>([
    ["one image, with batch normalisation", {}, {}, surface(1), /expected at least 2 samples, got 1/],
    ["no images", {}, {}, new Float32Array(0), /expected at least one sample, got none/],
    ["NaN", {}, {}, surface(4).fill(Number.NaN, 20, 21), /got NaN at sample 1, feature 4/],
    ["values above 1", {}, {}, surface(4).fill(2, 20, 21), /in \[0, 1\], got 2/],
    ["images of another size", {}, {}, new Float32Array(15), /expected a multiple of 16 values/],
    [
      "cross-entropy of a linear output",
      { output: "linear" },
      { loss: "cross-entropy" },
      surface(4),
      /output 'sigmoid'/,
    ],
    ["an unknown loss", {}, { loss: "l1" as "squared" }, surface(4), /expected loss to be one of/],
    ["a negative sparsity", {}, { sparsity: -1 }, surface(4), /expected sparsity ≥ 0, got -1/],
    [
      "a corruption that is none",
      {},
      { corrupt: 0.3 as never },
      surface(4),
      /expected corrupt as maskingNoise\(p\), .* got 0.3/,
    ],
    ["an unknown option", {}, { corupt: 1 } as never, surface(4), /did you mean corrupt\?/],
    [
      "pretraining with batch normalisation",
      {},
      { pretrain: {} },
      surface(4),
      /expected batchNorm: false with pretrain/,
    ],
    [
      "pretraining options",
      { batchNorm: false },
      { pretrain: { epochs: 0 } },
      surface(4),
      /pretrain: expected epochs to be an integer ≥ 1, got 0/,
    ],
  ])("%s", async (_, create, fit, images, message) => {
    const model = await DeepAutoencoder.create({ ...options, ...create });
    await expect(model.fit(images, { epochs: 1, ...fit })).rejects.toThrow(message);
    model.dispose();
  });
});
