import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import { DivergenceError, type EpochReport } from "@elbowjs/training";
import { memory, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type GaussianFitOptions, GaussianVae, type GaussianVaeOptions } from "../src/index.js";

const tiny: GaussianVaeOptions = {
  latent: 2,
  imageShape: [8, 8, 1],
  stages: [
    { type: "conv2d", channels: 2, kernel: 3, stride: 2 },
    { type: "flatten" },
    { type: "linear", units: 8 },
  ],
};

/** `n` images of one bright row or column on a dark ground. */
function bars(n: number): Float32Array {
  const dim = hashed(3, n * 64).map((u) => 0.05 * (u + 1));
  for (let i = 0; i < n; i++)
    for (let p = 0; p < 8; p++) dim[i * 64 + (i % 2 ? 8 * (i % 8) + p : 8 * p + (i % 8))] = 0.95;
  return dim;
}

/** A small model trained on `n` bars for some epochs; returns its bytes. */
async function trained(n: number, epochs: number, seed = 0): Promise<Uint8Array> {
  const vae = await GaussianVae.create({ ...tiny, seed });
  await vae.fit(bars(n), { epochs, batchSize: 8 });
  const bytes = await vae.toSafetensors();
  vae.dispose();
  return bytes;
}

const backends = backendsHere;

describe.each(backends)("fit on %s", (backend) => {
  // A step on the software GPU takes about a second.
  const [images, epochs] = backend === "webgpu" ? [16, 1] : [64, 12];

  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it("gives the same bits for the same seed, with the number of tensors flat", async () => {
    const counts = new Set<number>();
    const vae = await GaussianVae.create(tiny);
    const before = memory().numTensors;
    await vae.fit(bars(images), { epochs, batchSize: 8, onBatch: () => counts.add(memory().numTensors) });
    expect(counts.size).toBe(1);
    expect(memory().numTensors).toBe(before);
    expect(await vae.toSafetensors()).toEqual(await trained(images, epochs));
    vae.dispose();
  });

  it.skipIf(backend === "webgpu")("lowers the loss, in training and on validation images", async () => {
    const vae = await GaussianVae.create(tiny);
    const { epochs } = await vae.fit(bars(64), { epochs: 12, batchSize: 16, validation: bars(64) });
    const losses = epochs.map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!);
    expect(epochs.at(-1)!.validation!.loss).toBeLessThan(losses[0]!);
    vae.dispose();
  });
});

describe("fit(images, options)", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("keeps the number of tensors flat over 1,000 steps", async () => {
    const vae = await GaussianVae.create({
      latent: 1,
      imageShape: [2, 2, 1],
      stages: [{ type: "flatten" }, { type: "linear", units: 3 }],
    });
    const before = memory().numTensors;
    const counts = new Set<number>();
    await vae.fit(hashed(1, 40).map(Math.abs), {
      epochs: 200,
      batchSize: 2,
      optimizer: { type: "adam" },
      onBatch: ({ step }) => {
        if (step > 32) counts.add(memory().numTensors);
      },
    });
    expect(counts.size).toBe(1);
    expect(memory().numTensors).toBe(before);
    vae.dispose();
  });

  it("gives other bits for another seed", async () => {
    expect(await trained(16, 1, 1)).not.toEqual(await trained(16, 1, 0));
  });

  it("goes on from a checkpoint bit for bit, running statistics and learnt covariance included", async () => {
    const rich: GaussianFitOptions = {
      epochs: 4,
      batchSize: 8,
      optimizer: { type: "adam", learningRate: 0.01 },
      averageDecay: 0.9,
      klWarmup: 0.5,
      validation: bars(8),
    };
    const untimed = ({ seconds: _, ...report }: EpochReport) => report;
    const options = { ...tiny, covariance: "diagonal" } as const;
    const straight = await GaussianVae.create(options);
    const whole = await straight.fit(bars(20), rich);
    const stop = new AbortController();
    let saved: Uint8Array | undefined;
    const broken = await GaussianVae.create(options);
    const run = broken.fit(bars(20), {
      ...rich,
      signal: stop.signal,
      onEpoch: async ({ epoch }, checkpoint) => {
        if (epoch !== 2) return;
        saved = await checkpoint();
        stop.abort();
      },
    });
    await expect(run).rejects.toThrow("abort");
    const resumed = await GaussianVae.fromSafetensors(saved!);
    const rest = await resumed.fit(bars(20), { ...rich, resume: saved! });
    expect(rest.epochs.map(untimed)).toEqual(whole.epochs.map(untimed));
    expect(await resumed.toSafetensors()).toEqual(await straight.toSafetensors());
    for (const vae of [straight, broken, resumed]) vae.dispose();
  });

  it("refuses to go on with other images of the same size", async () => {
    const vae = await GaussianVae.create(tiny);
    let saved: Uint8Array | undefined;
    await vae.fit(bars(8), {
      epochs: 1,
      batchSize: 8,
      onEpoch: async (_, checkpoint) => void (saved = await checkpoint()),
    });
    const other = bars(8).map((value) => 1 - value);
    await expect(vae.fit(other, { epochs: 1, batchSize: 8, resume: saved! })).rejects.toThrow(
      "GaussianVae.fit: expected a checkpoint of a run with data",
    );
    vae.dispose();
  });

  it("takes images of every kind to the same bits", async () => {
    const bytes = Uint8Array.from({ length: 16 * 64 }, (_, i) => (i * 37) % 256);
    const floats = Float32Array.from(bytes, (byte) => Math.fround(byte / 255));
    const image = (i: number) => bytes.subarray(64 * i, 64 * (i + 1));
    const split = { size: 16, features: 64, image };
    const made = tensor(floats, [16, 8, 8, 1]);
    const kinds = [bytes, floats, { data: floats, shape: [16, 8, 8, 1] }, split, made];
    const files = [];
    for (const images of kinds) {
      const vae = await GaussianVae.create(tiny);
      await vae.fit(images, { epochs: 1, batchSize: 8, validation: images });
      files.push(await vae.toSafetensors());
      vae.dispose();
    }
    for (const file of files) expect(file).toEqual(files[0]);
    made.dispose();
  });

  it("diverged, is a typed error, and evaluates good images afterwards", async () => {
    const vae = await GaussianVae.create(tiny);
    const before = memory().numTensors;
    const file = await vae.toSafetensors();
    await expect(
      vae.fit(bars(16), { batchSize: 8, optimizer: { type: "sgd", learningRate: 1e38 } }),
    ).rejects.toThrow(DivergenceError);
    expect(memory().numTensors).toBe(before);
    expect(await vae.toSafetensors()).toEqual(file);
    expect((await vae.evaluate(bars(8))).loss).toBeGreaterThan(0);
    vae.dispose();
  });

  it("refuses a pixel that is not a number, or not in [0, 1], before any work, and says where", async () => {
    const vae = await GaussianVae.create(tiny);
    const file = await vae.toSafetensors();
    const images = bars(16);
    images[3 * 64 + 5] = Number.NaN;
    await expect(vae.fit(images)).rejects.toThrow("got NaN at sample 3, feature 5");
    images[3 * 64 + 5] = 134;
    await expect(vae.fit(images)).rejects.toThrow("in [0, 1], got 134 at sample 3, feature 5");
    await expect(vae.evaluate(images)).rejects.toThrow("GaussianVae.evaluate: expected");
    expect(await vae.toSafetensors()).toEqual(file);
    vae.dispose();
  });

  it("refuses a second training while one is under way, and to be disposed of", async () => {
    const vae = await GaussianVae.create(tiny);
    const first = vae.fit(bars(16), { epochs: 2, batchSize: 8 });
    await expect(vae.fit(bars(16))).rejects.toThrow(
      "GaussianVae.fit: expected no training under way, got one",
    );
    expect(() => vae.dispose()).toThrow("GaussianVae.dispose: expected no training under way");
    await first;
    vae.dispose();
  });

  it.each<[object, string]>([
    [{ batchSize: 1 }, "GaussianVae.fit: expected batchSize to be an integer ≥ 2, got 1"],
    [{ optimizer: { type: "sgd", momentum: 1 } }, "sgd: expected momentum in [0, 1), got 1"],
    [
      { optimizer: { type: "lion" } },
      "optimizer: expected type to be one of 'sgd', 'adam', 'rmsprop', got \"lion\"",
    ],
    [
      { optimizer: { type: "adam" }, learningRate: 0.1 },
      "GaussianVae.fit: expected learningRate or optimizer, got both",
    ],
    [{ patience: 1 }, "GaussianVae.fit: expected validation data with patience, got none"],
    [{ validation: new Float32Array(5) }, "GaussianVae.fit: expected"],
    [{ epoch: 3 }, "GaussianVae.fit: expected the options epochs, batchSize"],
  ])("refuses %j", async (options, message) => {
    const vae = await GaussianVae.create(tiny);
    await expect(vae.fit(bars(4), options)).rejects.toThrow(message);
    vae.dispose();
  });

  it("refuses a single image", async () => {
    const vae = await GaussianVae.create(tiny);
    await expect(vae.fit(bars(1))).rejects.toThrow("GaussianVae.fit: expected at least 2 samples, got 1");
    vae.dispose();
  });
});
