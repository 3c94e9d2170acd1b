import { GaussianVae } from "@elbowjs/gaussian-vae";
import { beforeAll, describe, expect, it } from "vitest";

/** Bars of 4 widths on 8×8 images. */
const bars = Float32Array.from({ length: 32 * 64 }, (_, i) => Number(i % 8 < 2 + (Math.floor(i / 64) % 4)));

const options = {
  epochs: 3,
  batchSize: 8,
  seed: 0,
  optimizer: { type: "adam", learningRate: 0.01 },
} as const;
const model = (): Promise<GaussianVae> =>
  GaussianVae.create({
    latent: 2,
    imageShape: [8, 8, 1],
    stages: [{ type: "flatten" }, { type: "linear", units: 8 }],
    seed: 0,
  });

describe("a checkpoint of gaussian-vae", () => {
  const checkpoints: Uint8Array[] = [];
  let loss: number;
  beforeAll(async () => {
    const vae = await model();
    await vae.fit(bars, {
      ...options,
      onEpoch: async (_, checkpoint) => {
        checkpoints.push(await checkpoint());
      },
    });
    ({ loss } = await vae.evaluate(bars));
    vae.dispose();
  });

  it("process killed in the write: the half that was written is refused, by name of what is missing", async () => {
    const vae = await model();
    const half = checkpoints[1]!.slice(0, checkpoints[1]!.length / 2);
    await expect(vae.fit(bars, { ...options, resume: half })).rejects.toThrow(/readSafetensors: expected/);
    vae.dispose();
  });

  it("process killed between two epochs: training goes on from the last checkpoint, to the same bits", async () => {
    const vae = await model();
    await vae.fit(bars, { ...options, resume: checkpoints[0]! });
    expect((await vae.evaluate(bars)).loss).toBe(loss);
    vae.dispose();
  });
});
