import { useBackend } from "@elbowjs/backend";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type BatchReport,
  cosineDecay,
  type FitOptions,
  GaussianVae,
  type GaussianVaeOptions,
} from "../src/index.js";
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

  const rich: FitOptions = {
    epochs: 4,
    batchSize: 8,
    optimizer: { type: "adam", learningRate: 0.01, weightDecay: 0.01 },
    schedule: cosineDecay({ warmup: 0.1 }),
    clipNorm: 0.5,
    averageDecay: 0.9,
    validation: bars(8),
  };

  it("goes on from a checkpoint bit for bit, with slots, averages, schedule and reports", async () => {
    const straight = await GaussianVae.create(tiny);
    const whole = await straight.fit(bars(20), rich);
    const stop = new AbortController();
    let saved: Uint8Array | undefined;
    const broken = await GaussianVae.create(tiny);
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
    expect(rest.history).toEqual(whole.history);
    expect(await resumed.toSafetensors()).toEqual(await straight.toSafetensors());
    for (const vae of [straight, broken, resumed]) vae.dispose();
  });

  it("refuses to go on from another run or from a bare model", async () => {
    const vae = await GaussianVae.create(tiny);
    let saved: Uint8Array | undefined;
    await vae.fit(bars(8), {
      epochs: 1,
      batchSize: 8,
      onEpoch: async (_, checkpoint) => void (saved = await checkpoint()),
    });
    await expect(vae.fit(bars(8), { batchSize: 4, resume: saved! })).rejects.toThrow(
      'fit: expected a checkpoint of a run with {"images":8,"batchSize":4,"seed":0,"optimizer":{"type":"sgd"}}, got one with {"images":8,"batchSize":8,',
    );
    await expect(vae.fit(bars(8), { resume: await vae.toSafetensors() })).rejects.toThrow(
      "fit: expected resume to be a checkpoint, got a model without training state",
    );
    vae.dispose();
  });

  it("leaves the moving average of the weights in the model: with β = 0 that is the weights", async () => {
    const bytes = async (averageDecay: number | undefined) => {
      const vae = await GaussianVae.create(tiny);
      await vae.fit(bars(16), {
        epochs: 2,
        batchSize: 8,
        ...(averageDecay !== undefined && { averageDecay }),
      });
      const file = await vae.toSafetensors();
      vae.dispose();
      return file;
    };
    expect(await bytes(0)).toEqual(await bytes(undefined));
    expect(await bytes(0.9)).not.toEqual(await bytes(undefined));
  });

  it("stops early when the validation loss has not fallen for `patience` epochs", async () => {
    const vae = await GaussianVae.create(tiny);
    const { history } = await vae.fit(bars(16), {
      epochs: 9,
      batchSize: 8,
      optimizer: { type: "sgd", learningRate: 0 }, // only the running statistics move
      validation: bars(16),
      patience: 2,
    });
    const losses = history.map(({ validation }) => validation!.loss);
    const best = losses.indexOf(Math.min(...losses));
    expect(history).toHaveLength(Math.min(9, best + 3));
    vae.dispose();
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

  it("takes no further step while a promise of onBatch is pending", async () => {
    const vae = await GaussianVae.create(tiny);
    let batches = 0;
    let resume = (): void => {};
    const gate = new Promise<void>((open) => (resume = open));
    const run = vae.fit(bars(16), {
      epochs: 1,
      batchSize: 8,
      onBatch: () => {
        batches++;
        return gate;
      },
    });
    await expect.poll(() => batches).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(batches).toBe(1);
    resume();
    await run;
    expect(batches).toBe(2);
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
    [{ clipNorm: 0 }, "fit: expected clipNorm > 0, got 0"],
    [{ averageDecay: 1 }, "fit: expected averageDecay in [0, 1), got 1"],
    [{ patience: 1 }, "fit: expected validation images with patience, got none"],
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
