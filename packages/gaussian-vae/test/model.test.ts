import { useBackend } from "@elbowjs/backend";
import { memory, ones, type Tensor, tensor, zeros, zerosLike } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { architectureDiagram, faithfulStages, GaussianVae, negativeElbo, type Stage } from "../src/index.js";
import fixture from "./fixtures/parity.json" with { type: "json" };
import { filledModel, images, modelOptions } from "./parity-weights.js";

const small = fixture.small;
const side = 4 * small.pooled + 4;

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

async function values(tensor: Tensor): Promise<number[]> {
  const data = [...(await tensor.data())];
  tensor.dispose();
  return data;
}

describe("GaussianVae.create(options)", () => {
  it("builds the source's layers, numbered as PyTorch numbers them", async () => {
    const vae = await GaussianVae.create();
    const listed = ({ layers }: GaussianVae["encoder"]) =>
      layers.map(({ name, outputShape }) => `${name} ${outputShape.join("×")}`);
    expect(listed(vae.encoder)).toEqual([
      "Conv2d 27×27×20", "ReLU 27×27×20", "BatchNorm2d 27×27×20", "Dropout 27×27×20",
      "Conv2d 12×12×20", "ReLU 12×12×20", "BatchNorm2d 12×12×20", "Dropout 12×12×20",
      "MaxPool2d 6×6×20", "Flatten 720",
      "Linear 360", "ReLU 360", "BatchNorm1d 360", "Dropout 360", "Linear 10",
    ]); // biome-ignore format: one line a stage
    expect(listed(vae.decoder)).toEqual([
      "Linear 360", "ReLU 360", "BatchNorm1d 360", "Dropout 360",
      "Linear 720", "ReLU 720", "BatchNorm1d 720", "Dropout 720",
      "Unflatten 6×6×20", "Upsample 12×12×20",
      "ConvTranspose2d 27×27×20", "ReLU 27×27×20", "BatchNorm2d 27×27×20", "Dropout 27×27×20",
      "ConvTranspose2d 28×28×1", "Sigmoid 28×28×1",
    ]); // biome-ignore format: one line a stage
    expect(vae.options).toEqual({
      latent: 10, seed: 0, imageShape: [28, 28, 1], dropout: 0.1, stages: faithfulStages, covariance: "identity",
    }); // biome-ignore format: short
    vae.dispose();
  });

  it("draws PyTorch's default weights, U(±1/√fanIn), and starts batch normalisation at 1, 0, 0, 1", async () => {
    const vae = await GaussianVae.create();
    const fanIn = {
      "encoder.0": 16,
      "encoder.10": 720,
      "decoder.0": 10,
      "decoder.10": 320,
      "decoder.14": 16,
    };
    for (const [layer, inputs] of Object.entries(fanIn)) {
      for (const part of ["weight", "bias"]) {
        const drawn = [...(await vae.weights().get(`${layer}.${part}`)!.variable.data())];
        const bound = 1 / Math.sqrt(inputs);
        const largest = drawn.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-7));
        if (drawn.length < 300) continue;
        // Var U(±b) = b²/3; the sample variance of n values is within 5 of its standard errors, √(0.8/n) relative.
        const variance = drawn.reduce((total, value) => total + value ** 2, 0) / drawn.length;
        expect(Math.abs((3 * variance) / bound ** 2 - 1)).toBeLessThan(5 * Math.sqrt(0.8 / drawn.length));
      }
    }
    const start = { weight: 1, bias: 0, running_mean: 0, running_var: 1 };
    for (const [part, value] of Object.entries(start))
      expect(new Set(await vae.weights().get(`encoder.2.${part}`)!.variable.data())).toEqual(
        new Set([value]),
      );
    vae.dispose();
  });

  it("gives the same weights for the same seed, others for another", async () => {
    const bytes = async (seed: number) => {
      const vae = await GaussianVae.create({ ...modelOptions(small), seed });
      const file = await vae.toSafetensors();
      vae.dispose();
      return file.slice(8 + Number(new DataView(file.buffer).getBigUint64(0, true)));
    };
    expect(await bytes(3)).toEqual(await bytes(3));
    expect(await bytes(4)).not.toEqual(await bytes(3));
  });

  it.each<[string, Stage[], readonly [number, number, number]]>([
    ["dense", [{ type: "flatten" }, { type: "linear", units: 7 }], [5, 4, 1]],
    ["no hidden layer", [{ type: "flatten" }], [3, 3, 2]],
    [
      "colour, not square",
      [{ type: "conv2d", channels: 4, kernel: 3, stride: 2 }, { type: "flatten" }],
      [7, 9, 3],
    ],
    [
      "stride 3",
      [
        { type: "conv2d", channels: 2, kernel: 2, stride: 3 },
        { type: "maxPool2d", size: 2 },
        { type: "flatten" },
      ],
      [13, 13, 1],
    ],
  ])("mirrors other stages: %s", async (_, stages, imageShape) => {
    const vae = await GaussianVae.create({ stages, imageShape, latent: 3 });
    expect(vae.decoder.outputShape).toEqual(imageShape);
    const output = vae.forward(zeros([2, ...imageShape]), { training: true });
    expect(output.shape).toEqual([2, 3 + imageShape[0] * imageShape[1] * imageShape[2]]);
    output.dispose();
    vae.dispose();
  });

  it.each([
    [{ latent: 0 }, "create: expected latent to be an integer ≥ 1, got 0"],
    [{ seed: -1 }, "create: expected seed to be an integer ≥ 0, got -1"],
    [{ dropout: 1 }, "create: expected dropout in [0, 1), got 1"],
    [{ dropout: Number.NaN }, "create: expected dropout in [0, 1), got NaN"],
    [{ imageShape: [28, 28] as never }, "create: expected imageShape [height, width, channels], got [28,28]"],
    [{ stages: [] }, "linear: expected a vector, got [28, 28, 1]; put a flatten stage before it"],
    [
      { stages: [{ type: "maxPool2d" as const, size: 3 }] },
      "maxPool2d: expected sides divisible by 3, got 28×28",
    ],
    [
      { stages: [{ type: "conv2d" as const, channels: 2, kernel: 30 }] },
      "conv2d: expected images of at least 30×30, got 28×28",
    ],
  ])("refuses %j", async (options, message) => {
    await expect(GaussianVae.create(options)).rejects.toThrow(message);
    await expect(GaussianVae.create(options)).rejects.toBeInstanceOf(RangeError);
  });

  it("refuses a stage of unknown type", async () => {
    const stages = [{ type: "conv3d" }] as never;
    await expect(GaussianVae.create({ stages })).rejects.toThrow(
      `GaussianVae.create: expected type of a stage to be one of 'conv2d', 'maxPool2d', 'flatten', 'linear', got "conv3d"`,
    );
  });
});

describe("forward, encode, decode, reconstruct", () => {
  it("forward(x) is encode and decode with noise between them, side by side", async () => {
    const vae = await filledModel(small);
    const x = tensor(images(small), [small.n, side, side, 1]);
    const noise = ones([small.n, small.latent]);
    const output = await values(vae.forward(x, { noise: noise as never, encMode: 0.5 }));
    const z = await values(vae.encode(x));
    const z2 = tensor(
      z.map((value) => 0.5 * value + 1.5),
      [small.n, small.latent],
    );
    const f = await values(vae.decode(z2));
    const pixels = side * side;
    for (let i = 0; i < small.n; i++) {
      const row = output.slice(i * (small.latent + pixels), (i + 1) * (small.latent + pixels));
      expect(row.slice(0, small.latent)).toEqual(z.slice(i * small.latent, (i + 1) * small.latent));
      const difference = images(small).subarray(i * pixels, (i + 1) * pixels);
      for (let p = 0; p < pixels; p++)
        expect(row[small.latent + p]).toBeCloseTo(f[i * pixels + p]! - difference[p]!, 5);
    }
    for (const used of [x, noise, z2]) used.dispose();
    vae.dispose();
  });

  it("reads images as rows of pixels too, and reconstructs without noise", async () => {
    const vae = await filledModel(small);
    const x = tensor(images(small), [small.n, side, side, 1]);
    const flat = tensor(images(small), [small.n, side * side]);
    expect(await values(vae.encode(flat))).toEqual(await values(vae.encode(x)));
    const z = vae.encode(x);
    expect(await values(vae.reconstruct(flat))).toEqual(await values(vae.decode(z)));
    for (const used of [x, flat, z]) used.dispose();
    vae.dispose();
  });

  it("draws the same noise and dropout for the same seed only", async () => {
    const vae = await GaussianVae.create({ ...modelOptions(small), dropout: 0.5 });
    const x = tensor(images(small), [small.n, side, side, 1]);
    const run = async (seed: number) => values(vae.forward(x, { training: true, seed }));
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
    x.dispose();
    vae.dispose();
  });

  it("sample(n, {noise}) decodes s·ε: 'source' is 2, and 0 is the decoder at the origin", async () => {
    const vae = await filledModel(small);
    const origin = zeros([3, small.latent]);
    expect(await values(vae.sample(3, { noise: 0 }))).toEqual(await values(vae.decode(origin)));
    expect(await values(vae.sample(3, { seed: 5 }))).toEqual(
      await values(vae.sample(3, { seed: 5, noise: 2 })),
    );
    expect(await values(vae.sample(3, { seed: 5 }))).not.toEqual(await values(vae.sample(3, { seed: 6 })));
    origin.dispose();
    vae.dispose();
  });

  it("refuses what does not fit, before any work", async () => {
    const vae = await filledModel(small);
    const wrong = zeros([2, 28, 28, 1]);
    const one = zeros([1, side, side, 1]);
    const noise = zeros([2, 3]) as never;
    const tensors = memory().numTensors;
    const shape = `[n, ${side}, ${side}, 1] or [n, ${side * side}], got [2, 28, 28, 1]`;
    expect(() => vae.forward(wrong)).toThrow(`forward: expected images of shape ${shape}`);
    expect(() => vae.encode(wrong)).toThrow(`encode: expected images of shape ${shape}`);
    expect(() => vae.reconstruct(wrong)).toThrow(RangeError);
    expect(() => vae.decode(one)).toThrow(`decode: expected z of shape [n, 3], got [1, ${side}, ${side}, 1]`);
    expect(() => vae.forward(one, { noise })).toThrow("forward: expected noise of shape [1, 3], got [2, 3]");
    expect(() => vae.forward(one, { training: true })).toThrow(
      "forward: expected at least 2 images in training, got 1",
    );
    expect(() => vae.forward(one, { encMode: Number.NaN })).toThrow(
      "forward: expected encMode to be a finite number, got NaN",
    );
    expect(() => vae.sample(0)).toThrow("sample: expected n to be an integer ≥ 1, got 0");
    expect(() => vae.sample(1, { noise: -1 })).toThrow(
      "sample: expected noise, if not 'source', ≥ 0, got -1",
    );
    expect(memory().numTensors).toBe(tensors);
    vae.dispose();
    vae.dispose();
    expect(() => vae.sample(1)).toThrow("sample: expected a model in use, got one that was disposed of");
    for (const used of [wrong, one, noise as Tensor]) used.dispose();
  });

  it("dispose() frees all there is", async () => {
    const before = memory().numTensors;
    const vae = await GaussianVae.create(modelOptions(small));
    vae.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("evaluate(images)", () => {
  it("is the mean square of forward's output, in terms and in nats, whatever the batches and the kind of images", async () => {
    const vae = await filledModel(small);
    const array = images(small);
    const whole = await vae.evaluate(array);
    const x = tensor(array, [small.n, side, side, 1]);
    const parts = await vae.evaluate(x, { batchSize: 2 });
    for (const key of ["size", "loss", "latentTerm", "reconstructionTerm", "pixelError", "nats"] as const)
      expect(parts[key]).toBeCloseTo(whole[key], 6);
    expect(whole.loss).toBeCloseTo(whole.latentTerm + whole.reconstructionTerm, 12);
    const z = await values(vae.encode(x));
    const elements = small.latent + side * side;
    expect(whole.latentTerm).toBeCloseTo(z.reduce((total, v) => total + v * v, 0) / (small.n * elements), 6);
    expect(whole.klByUnit.reduce((total, kl) => total + kl, 0)).toBeCloseTo(
      (whole.latentTerm * elements) / 2,
      6,
    );
    for (const [j, variance] of whole.meanVariance.entries()) {
      const unit = z.filter((_, i) => i % small.latent === j);
      const center = unit.reduce((total, v) => total + v, 0) / small.n;
      const expected = unit.reduce((total, v) => total + (v - center) ** 2, 0) / small.n;
      expect(Math.abs(variance - expected)).toBeLessThan(1e-5 * (1 + expected));
    }
    expect(whole.activeUnits).toBe(whole.meanVariance.filter((variance) => variance > 0.01).length);
    expect(whole.pixelError * side * side).toBeCloseTo(whole.reconstructionTerm * elements, 9);
    expect(whole.nats).toBe(negativeElbo(whole.loss, small.latent, side * side));
    x.dispose();
    vae.dispose();
  });

  it("warns where the encoder gives the same z for every image", async () => {
    const vae = await filledModel(small);
    const names = [...vae.weights().keys()].filter((name) => name.startsWith("encoder")).slice(-2);
    for (const name of names) {
      const { variable } = vae.weights().get(name)!;
      const nothing = zerosLike(variable);
      variable.assign(nothing);
      nothing.dispose();
    }
    const { activeUnits, warning } = await vae.evaluate(images(small));
    expect(activeUnits).toBe(0);
    expect(warning).toMatch(/latent units .* do not depend on the image: .* fell to the prior there/);
    vae.dispose();
  });

  it("negativeElbo(loss, d, p) = (d + p)/2 · loss + p/2 · ln 2π", () => {
    // 794/2 · 0.0609 + 392 · 1.8378770664 = 24.1773 + 720.4478100
    expect(negativeElbo(0.0609, 10, 784)).toBeCloseTo(744.6251, 3);
  });

  it("reads bytes of a split, divided by 255", async () => {
    const vae = await filledModel(small);
    const bytes = Uint8Array.from(images(small), (v) => Math.round(v * 255));
    const features = side * side;
    const split = {
      size: small.n,
      features,
      image: (i: number) => bytes.subarray(i * features, (i + 1) * features),
    };
    const floats = Float32Array.from(bytes, (v) => v / 255);
    expect(await vae.evaluate(split)).toEqual(await vae.evaluate(floats));
    await expect(vae.evaluate({ ...split, features: 784 })).rejects.toThrow(
      `GaussianVae.evaluate: expected samples of shape [${side}, ${side}, 1] or [${features}], got [784]`,
    );
    await expect(vae.evaluate(new Float32Array(10))).rejects.toThrow(
      `evaluate: expected a multiple of ${features} values, the numbers per sample, got 10`,
    );
    await expect(vae.evaluate(new Float32Array(0))).rejects.toThrow(
      "evaluate: expected at least one sample, got none",
    );
    await expect(vae.evaluate("digits" as never)).rejects.toThrow(TypeError);
    vae.dispose();
  });
});

describe("architectureDiagram(model)", () => {
  it("draws every tensor, and one bracket for each stage and its inverse", async () => {
    const vae = await GaussianVae.create();
    const svg = architectureDiagram(vae);
    const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    for (const shape of ["28×28×1", "27×27×20", "12×12×20", "6×6×20", "720", "360", "10"])
      expect(words.filter((word) => word === shape)).toHaveLength(2);
    expect(words.filter((word) => word!.includes("↔"))).toEqual([
      "Conv2d 4×4, padding 1 ↔ ConvTranspose2d 4×4, padding 1",
      "Conv2d 4×4, stride 2 ↔ ConvTranspose2d 4×4, stride 2, output padding 1",
      "MaxPool2d 2×2 ↔ Upsample bicubic, ×2",
      "Flatten 6×6×20→720 ↔ Unflatten 720→6×6×20",
      "Linear 720→360 ↔ Linear 360→720",
      "Linear 360→10 ↔ Linear 10→360",
    ]);
    expect(svg).not.toMatch(/NaN|undefined/);
    vae.dispose();
  });

  it("follows the model's stages", async () => {
    const vae = await GaussianVae.create({ stages: [{ type: "flatten" }], latent: 4 });
    expect(architectureDiagram(vae)).toContain(
      "<title>Encoder 28×28×1 → 784 → 4; decoder 4 → 784 → 28×28×1</title>",
    );
    vae.dispose();
  });
});
