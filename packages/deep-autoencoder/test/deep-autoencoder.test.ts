import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { memory, type Tensor, tensor, tensor2d, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { DeepAutoencoder, type DeepAutoencoderOptions } from "../src/index.js";

const small: DeepAutoencoderOptions = { widths: [16, 8, 3], seed: 1 };
const images = (n: number) => tensor2d(hashed(5, n * 16).map(Math.abs), [n, 16]);

beforeAll(async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
});

async function values(tensor: Tensor): Promise<number[]> {
  const data = [...(await tensor.data())];
  tensor.dispose();
  return data;
}

describe("DeepAutoencoder.create(options)", () => {
  it("has the paper's widths by default: 2.8 million weights", async () => {
    const model = await DeepAutoencoder.create();
    const linear = [...model.weights()].filter(([, { torchShape }]) => torchShape.length === 2);
    expect(linear.map(([, { torchShape }]) => torchShape)).toEqual([
      [1000, 784],
      [500, 1000],
      [250, 500],
      [30, 250],
      [250, 30],
      [500, 250],
      [1000, 500],
      [784, 1000],
    ]);
    model.dispose();
  });

  it("gives the same weights for the same seed, others for another", async () => {
    const bytes = async (seed: number) => {
      const model = await DeepAutoencoder.create({ ...small, seed });
      const file = await model.toSafetensors();
      model.dispose();
      return file;
    };
    expect(await bytes(1)).toEqual(await bytes(1));
    expect((await bytes(1)).slice(-512)).not.toEqual((await bytes(2)).slice(-512));
  });

  it.each([
    [{ widths: [16] }, RangeError, /expected at least two widths, pixels and code, got an array of 1/],
    [{ widths: 16 }, TypeError, /expected widths as an array such as \[784, 1000, 30\], got 16/],
    [{ widths: [16, 2.5] }, RangeError, /expected widths\[1\] to be an integer ≥ 1, got 2.5/],
    [{ widths: [1e6, 1e6] }, RangeError, /expected widths of at most 67108864 weights, got 2000000000000/],
    [
      { activation: "rely" },
      RangeError,
      /expected activation to be one of .*, got "rely"; did you mean 'relu'\?/,
    ],
    [{ output: "softmax" }, RangeError, /expected output to be one of 'sigmoid', 'linear', got "softmax"/],
    [{ batchNorm: 1 }, TypeError, /expected batchNorm to be a boolean, got 1/],
    [{ initialWeight: "zeros" }, RangeError, /expected initialWeight to be one of 'torch'/],
    [{ seed: -1 }, RangeError, /expected seed to be an integer ≥ 0, got -1/],
    [{ width: [3, 2] }, TypeError, /got width; did you mean widths\?/],
  ])("refuses %o", async (options, kind, message) => {
    const made = DeepAutoencoder.create(options as DeepAutoencoderOptions);
    await expect(made).rejects.toThrow(message);
    await expect(made).rejects.toBeInstanceOf(kind);
  });
});

describe("encode, decode, reconstruct", () => {
  it("take images of any shape with as many numbers, and leave nothing but their result", async () => {
    const model = await DeepAutoencoder.create(small);
    const x = images(5);
    const square = tensor(await x.data(), [5, 4, 4, 1]);
    const before = memory().numTensors;
    const z = model.encode(x);
    expect(z.shape).toEqual([5, 3]);
    expect(await values(model.encode(square))).toEqual([...(await z.data())]);
    const y = model.decode(z);
    expect(y.shape).toEqual([5, 16]);
    expect(await values(model.reconstruct(square))).toEqual([...(await y.data())]);
    const all = await y.data();
    expect(Math.min(...all)).toBeGreaterThan(0);
    expect(Math.max(...all)).toBeLessThan(1);
    for (const used of [z, y]) used.dispose();
    expect(memory().numTensors).toBe(before);
    for (const used of [x, square, model]) used.dispose();
  });

  it("refuse other shapes, what is no tensor, and a model that was disposed of", async () => {
    const model = await DeepAutoencoder.create(small);
    const wrong = zeros([2, 15]);
    expect(() => model.encode(wrong)).toThrow(/encode: expected x of shape \[n, 16\], .* got \[2, 15\]/);
    expect(() => model.decode(wrong)).toThrow(/decode: expected z of shape \[n, 3\], .* got \[2, 15\]/);
    expect(() => model.reconstruct(wrong)).toThrow(/reconstruct: expected x of shape/);
    expect(() => model.encode([1] as unknown as Tensor)).toThrow(/expected x as a tensor, got an array of 1/);
    model.dispose();
    model.dispose();
    expect(() => model.encode(wrong)).toThrow(/encode: expected a model in use/);
    wrong.dispose();
  });
});

describe("evaluate(images)", () => {
  it("is the mean over images of the squared error, whatever the batch size", async () => {
    const model = await DeepAutoencoder.create(small);
    const x = images(7);
    const [given, made] = [await x.data(), await values(model.reconstruct(x))];
    const wanted = made.reduce((sum, y, i) => sum + (y - given[i]!) ** 2, 0) / 7;
    for (const batchSize of [1, 3, 500]) {
      const { size, squaredError, perPixel } = await model.evaluate(x, { batchSize });
      expect(size).toBe(7);
      expect(squaredError).toBeCloseTo(wanted, 5);
      expect(perPixel).toBeCloseTo(wanted / 16, 6);
    }
    for (const used of [x, model]) used.dispose();
  });

  it("refuses images of another size, NaN, and unknown options", async () => {
    const model = await DeepAutoencoder.create(small);
    const other = { data: new Float32Array(30), shape: [2, 15] };
    await expect(model.evaluate(other)).rejects.toThrow(/expected samples of 16 features, got 15/);
    await expect(model.evaluate(new Float32Array(16).fill(Number.NaN))).rejects.toThrow(/got NaN/);
    await expect(model.evaluate(new Float32Array(16), { corupt: 1 } as object)).rejects.toThrow(
      /did you mean corrupt\?/,
    );
    model.dispose();
  });
});

describe("safetensors", () => {
  it("toSafetensors and fromSafetensors give the same model, to the bit; F16 nearly", async () => {
    const model = await DeepAutoencoder.create({ ...small, activation: "tanh", batchNorm: false });
    const file = await model.toSafetensors();
    const again = await DeepAutoencoder.fromSafetensors(file);
    expect(again.options).toEqual(model.options);
    expect(await again.toSafetensors()).toEqual(file);
    const halfSize = await DeepAutoencoder.fromSafetensors(await model.toSafetensors({ dtype: "F16" }));
    const x = images(4);
    const [a, b] = [await values(model.encode(x)), await values(halfSize.encode(x))];
    for (const [i, value] of a.entries()) expect(Math.abs(value - b[i]!)).toBeLessThan(2e-3);
    for (const used of [x, model, again, halfSize]) used.dispose();
  });

  it("fromSafetensors refuses another model's file", async () => {
    await expect(DeepAutoencoder.fromSafetensors(new Uint8Array(9))).rejects.toThrow(RangeError);
  });
});
