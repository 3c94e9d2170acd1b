import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsOfVariants } from "@elbowjs/test-kit/on-each-backend";
import { tensor4d, variableGrads } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { GaussianVae, type GaussianVaeOptions } from "../src/index.js";

const options: GaussianVaeOptions = {
  latent: 2,
  imageShape: [3, 3, 1],
  dropout: 0,
  stages: [{ type: "flatten" }, { type: "linear", units: 4 }],
};
const pixels = hashed(5, 12 * 9).map((u) => 0.5 * (u + 1));
const images = () => tensor4d(pixels, [12, 3, 3, 1]);

describe.each(backendsOfVariants)("klWarmup on %s", (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it.each(["identity", "diagonal"] as const)(
    "trainingLoss(x, seed, weight) and its gradients are a line from the loss without ‖z‖² to the loss, Σ %s",
    async (covariance) => {
      const vae = await GaussianVae.create({ ...options, covariance });
      const x = images();
      const at = async (weight: number) => {
        const { value, grads } = variableGrads(() => vae.trainingLoss(x, 3, weight));
        const values = await Promise.all([value, ...Object.values(grads)].map((t) => t.data()));
        for (const tensor of [value, ...Object.values(grads)]) tensor.dispose();
        return values.flatMap((of) => Array.from(of));
      };
      const [none, quarter, whole] = [await at(0), await at(0.25), await at(1)];
      expect(whole[0]).toBeGreaterThan(none[0]! + 0.01);
      for (const [i, value] of quarter.entries())
        expect(value).toBeCloseTo(0.75 * none[i]! + 0.25 * whole[i]!, 5);
      x.dispose();
      vae.dispose();
    },
  );

  it("fit(images, {klWarmup}) gives step t of T in the warm-up the weight (t − 1)/(klWarmup · T), and 1 after it", async () => {
    const losses: number[] = [];
    const vae = await GaussianVae.create(options);
    // A rate of nothing, so that the losses of the steps differ in their weights, noise and images alone.
    const optimizer = { type: "sgd", learningRate: 1e-30 } as const;
    const run = {
      epochs: 4,
      batchSize: 12,
      optimizer,
      onBatch: ({ loss }: { loss: number }) => losses.push(loss),
    };
    await vae.fit(pixels, { ...run, klWarmup: 0.5 });
    await vae.fit(pixels, run);
    const [first, second, ...rest] = losses.slice(0, 4).map((loss, i) => losses[4 + i]! - loss);
    expect(rest).toEqual([0, 0]);
    // The norm of z does not depend on the noise: what step 1 lacks is ‖z‖², what step 2 lacks is half of it.
    expect(first).toBeGreaterThan(0.01);
    expect(second).toBeCloseTo(first! / 2, 5);
    vae.dispose();
  });
});

it("refuses a part of the run that is none", async () => {
  const vae = await GaussianVae.create(options);
  for (const klWarmup of [-0.1, 1.1, Number.NaN])
    await expect(vae.fit(pixels, { klWarmup })).rejects.toThrow(
      `fit: expected klWarmup in [0, 1], got ${klWarmup}`,
    );
  vae.dispose();
});
