import { useBackend } from "@elbowjs/backend";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type BatchReport, GaussianVae, type GaussianVaeOptions } from "../src/index.js";
import { trainingBackends } from "./backends.js";
import { hashed } from "./parity-weights.js";

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

const backends = await trainingBackends();

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
    expect(counts).toEqual(new Set([before])); // SGD without momentum remembers nothing
    expect(memory().numTensors).toBe(before);
    expect(await vae.toSafetensors()).toEqual(await trained(images, epochs));
    vae.dispose();
  });

  it.skipIf(backend === "webgpu")("lowers the loss, in training and on validation images", async () => {
    const vae = await GaussianVae.create(tiny);
    const { history } = await vae.fit(bars(64), { epochs: 12, batchSize: 16, validation: bars(64) });
    const losses = history.map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!);
    expect(history.at(-1)!.validation!.loss).toBeLessThan(losses[0]!);
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
      onBatch: () => counts.add(memory().numTensors),
    });
    expect(counts.size).toBe(1);
    expect(memory().numTensors).toBe(before);
    vae.dispose();
  });

  it("gives other bits for another seed", async () => {
    expect(await trained(16, 1, 1)).not.toEqual(await trained(16, 1, 0));
  });

  it("tells of every batch and epoch, and leaves out a last batch of one", async () => {
    const vae = await GaussianVae.create(tiny);
    const batches: BatchReport[] = [];
    const done: string[] = [];
    const { history } = await vae.fit(bars(17), {
      epochs: 2,
      batchSize: 8,
      onBatch: (report) => batches.push(report),
      progress: (steps, total) => done.push(`${steps}/${total}`),
    });
    expect(batches.map(({ epoch, batch, batches }) => [epoch, batch, batches])).toEqual([
      [1, 1, 2],
      [1, 2, 2],
      [2, 1, 2],
      [2, 2, 2],
    ]);
    expect(done).toEqual(["1/4", "2/4", "3/4", "4/4"]);
    expect(history[1]!.loss).toBeCloseTo((batches[2]!.loss + batches[3]!.loss) / 2, 12);
    vae.dispose();
  });

  it("waits for onEpoch, and stops after the step under way when the signal says so", async () => {
    const vae = await GaussianVae.create(tiny);
    const before = memory().numTensors;
    const stop = new AbortController();
    let waited = false;
    let batches = 0;
    const run = vae.fit(bars(16), {
      epochs: 5,
      batchSize: 8,
      signal: stop.signal,
      onBatch: () => {
        batches++;
        if (batches === 3) stop.abort(new Error("enough"));
      },
      onEpoch: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        waited = true;
      },
    });
    await expect(run).rejects.toThrow("enough");
    expect(waited).toBe(true);
    expect(batches).toBe(3);
    expect(memory().numTensors).toBe(before);
    vae.dispose();
  });

  it("says so when the loss is no longer finite, and keeps no tensor", async () => {
    const vae = await GaussianVae.create(tiny);
    const before = memory().numTensors;
    await expect(
      vae.fit(bars(16), { batchSize: 8, optimizer: { type: "sgd", learningRate: 1e38 } }),
    ).rejects.toThrow(
      /fit: expected a finite loss, got (NaN|Infinity) in epoch 1, batch \d; lower the learning rate/,
    );
    expect(memory().numTensors).toBe(before);
    vae.dispose();
  });

  it.each([
    [{ epochs: 0 }, "fit: expected epochs to be an integer of at least 1, got 0"],
    [{ batchSize: 1 }, "fit: expected batchSize to be an integer of at least 2, got 1"],
    [{ seed: 0.5 }, "fit: expected seed to be an integer of at least 0, got 0.5"],
    [{ optimizer: { type: "sgd" as const, momentum: 1 } }, "sgd: expected momentum in [0, 1), got 1"],
    [{ optimizer: { type: "lion" } as never }, `optimizer: expected type 'sgd' or 'adam', got "lion"`],
    [{ validation: new Float32Array(5) }, "fit: expected a multiple of 64 values, got 5"],
  ])("refuses %j", async (options, message) => {
    const vae = await GaussianVae.create(tiny);
    await expect(vae.fit(bars(4), options)).rejects.toThrow(message);
    vae.dispose();
  });

  it("refuses a single image", async () => {
    const vae = await GaussianVae.create(tiny);
    await expect(vae.fit(bars(1))).rejects.toThrow("fit: expected at least 2 images, got 1");
    vae.dispose();
  });
});
