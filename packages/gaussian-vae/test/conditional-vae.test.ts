import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { hashed } from "@elbowjs/test-kit/hashed";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { memory, type Tensor, tensor, tensor2d, tidy, variableGrads } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { StandardVae, type StandardVaeOptions } from "../src/index.js";
import { fill } from "./filled-weights.js";

const convolutional: StandardVaeOptions = {
  latent: 2,
  imageShape: [4, 4, 1],
  stages: [
    { type: "conv2d", channels: 2, kernel: 2, stride: 2 },
    { type: "flatten" },
    { type: "linear", units: 4 },
  ],
  classes: 3,
};
const labels = [2, 0, 1, 1];
const images = hashed(1, 4 * 16).map(Math.abs);

async function first(value: Tensor): Promise<number> {
  const [number] = await value.data();
  value.dispose();
  return number!;
}

describe("StandardVae with classes", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("convolutional: every gradient of the weights that read the label is the finite difference", async () => {
    const vae = await StandardVae.create(convolutional);
    fill(vae.weights());
    const x = tensor(images, [4, 4, 4, 1]);
    const noise = tensor2d(hashed(2, 8), [4, 2]);
    const objective = () => vae.objective(x, noise, { labels });
    // encoder: Conv2d, ReLU, BatchNorm, Dropout, Flatten, JoinLabels, Linear; decoder: JoinLabels, Linear
    const readers = ["encoder.6.weight", "decoder.1.weight"].map((name) => vae.weights().get(name)!);
    expect(readers.map(({ torchShape }) => torchShape)).toEqual([
      [4, 8 + 3],
      [4, 2 + 3],
    ]);
    const { value, grads } = variableGrads(
      objective,
      readers.map(({ variable }) => variable),
    );
    for (const { variable } of readers) {
      const gradient = await grads[variable.name]!.data();
      const start = Float32Array.from(await variable.data());
      const at = async (k: number, step: number) => {
        const moved = tensor(
          start.map((v, j) => (j === k ? v + step : v)),
          variable.shape,
        );
        variable.assign(moved);
        moved.dispose();
        return first(tidy(objective));
      };
      const h = 5e-3;
      for (let k = 0; k < start.length; k++) {
        const difference = ((await at(k, h)) - (await at(k, -h))) / (2 * h);
        // float32 and a loss of size 20: rounding 2e-6/2h, and h² of curvature
        expect(Math.abs(gradient[k]! - difference)).toBeLessThan(2e-3 * (1 + Math.abs(difference)));
      }
      await at(0, 0);
    }
    for (const used of [x, noise, value, ...Object.values(grads)]) used.dispose();
    vae.dispose();
  });

  it("both halves see the label: encode and decode change with it", async () => {
    const vae = await StandardVae.create(convolutional);
    const x = tensor(images, [4, 16]);
    const z = tensor2d(hashed(3, 8), [4, 2]);
    const other = labels.map((label) => (label + 1) % 3);
    const kept = [labels, other].flatMap((given) => {
      const { mean, logVar } = vae.encode(x, { labels: given });
      return [mean, logVar, vae.decode(z, { labels: given })];
    });
    const values = await Promise.all(kept.map((value) => value.data()));
    for (const i of [0, 1, 2]) expect(values[i]).not.toEqual(values[i + 3]);
    for (const used of [x, z, ...kept]) used.dispose();
    vae.dispose();
  });

  it("is kept in files and checkpoints with its classes, and ends in the same bits for the same seed", async () => {
    const before = memory().numTensors;
    const options = { epochs: 4, batchSize: 2, labels, validation: images, validationLabels: labels };
    const run = async () => {
      const vae = await StandardVae.create(convolutional);
      let saved: Uint8Array | undefined;
      await vae.fit(images, {
        ...options,
        onEpoch: async ({ epoch }, checkpoint) => {
          if (epoch === 2) saved = await checkpoint();
        },
      });
      const bytes = await vae.toSafetensors();
      vae.dispose();
      return { bytes, saved: saved! };
    };
    const { bytes, saved } = await run();
    expect(await run()).toEqual({ bytes, saved });
    const resumed = await StandardVae.fromSafetensors(saved);
    expect(resumed.options.classes).toBe(3);
    await resumed.fit(images, { ...options, resume: saved });
    expect(await resumed.toSafetensors()).toEqual(bytes);
    // evaluate, importanceBound: the labels of a split, or given ones
    const split = {
      size: 4,
      features: 16,
      labels: Uint8Array.from(labels),
      image: (i: number) => Uint8Array.from(images.subarray(16 * i, 16 * i + 16), (v) => Math.round(255 * v)),
    };
    expect((await resumed.evaluate(split)).loss).toBeCloseTo(
      (await resumed.evaluate(images, { labels })).loss,
      1,
    );
    expect(await resumed.importanceBound(split, { k: 3 })).toBeCloseTo(
      await resumed.importanceBound(images, { k: 3, labels }),
      1,
    );
    resumed.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("refuses missing, surplus and wrong labels before any work", async () => {
    const vae = await StandardVae.create(convolutional);
    const plain = await StandardVae.create({ ...convolutional, classes: 0 });
    const x = tensor(images, [4, 16]);
    await expect(vae.fit(images)).rejects.toThrow(
      "fit: expected one label per sample (4), got none; pass { labels }, one integer in [0, 3) each",
    );
    await expect(vae.fit(images, { labels: [0, 1] })).rejects.toThrow(
      "fit: expected one label per sample (4), got 2",
    );
    await expect(vae.fit(images, { labels: [0, 1, 3, 0] })).rejects.toThrow(
      "fit: expected labels to be integers in [0, 3), got 3 for sample 2",
    );
    await expect(vae.fit(images, { labels, validation: images })).rejects.toThrow(
      "fit: expected one label per sample (4), got none",
    );
    await expect(vae.evaluate(images, { labels: [0, 1, Number.NaN, 0] })).rejects.toThrow(
      "got NaN for sample 2",
    );
    await expect(vae.importanceBound(images)).rejects.toThrow(
      "importanceBound: expected one label per sample",
    );
    expect(() => vae.encode(x)).toThrow("encode: expected one label per sample (4), got none");
    expect(() => vae.reconstruct(x, { labels: [1] })).toThrow(
      "reconstruct: expected one label per sample (4)",
    );
    expect(() => vae.sample(2)).toThrow("sample: expected one label per sample (2), got none");
    expect(() => vae.sample(2, { label: 3 })).toThrow(
      "sample: expected labels to be integers in [0, 3), got 3 for sample 0",
    );
    expect(() => plain.sample(2, { label: 1 })).toThrow(
      "sample: expected no labels for a model without classes, got 2; create it with classes",
    );
    await expect(StandardVae.create({ classes: -1 })).rejects.toThrow(
      "create: expected classes to be an integer ≥ 0, got -1",
    );
    await expect(StandardVae.create({ classes: 2, stages: [] })).rejects.toThrow(
      "stages: expected a flatten stage in a model with classes, where the label joins, got none",
    );
    x.dispose();
    for (const model of [vae, plain]) model.dispose();
  });
});

/** Cosine of the angle between two images: ink and contrast do not matter. */
function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let p = 0; p < a.length; p++) {
    ab += a[p]! * b[p]!;
    aa += a[p]! * a[p]!;
    bb += b[p]! * b[p]!;
  }
  return ab / Math.sqrt(aa * bb);
}

/** A training of seconds on the same WASM as Node's. */
const isPage = "document" in globalThis;

describe("StandardVae with classes on generated digits", () => {
  it.runIf(!isPage || isThorough("sampling by label in Chromium, as in Node"))(
    "sample(n, {label}) draws the digit asked for, as the nearest class mean reads it",
    async () => {
      await useBackend({ prefer: ["wasm", "cpu"] });
      const { train, test } = await openDataset("digits", { size: { train: 2000, test: 200 } });
      const means = Array.from({ length: 10 }, () => new Float64Array(784));
      for (let i = 0; i < train.size; i++)
        for (const [p, byte] of train.image(i).entries()) means[train.labels[i]!]![p]! += byte;
      const read = (image: ArrayLike<number>): number => {
        const cosines = means.map((mean) => cosine(image, mean));
        return cosines.indexOf(Math.max(...cosines));
      };
      const rate = (images: ArrayLike<number>[], truth: ArrayLike<number>) =>
        images.filter((image, i) => read(image) === truth[i]).length / images.length;
      const digits = Array.from({ length: test.size }, (_, i) => test.image(i));
      expect(rate(digits, test.labels)).toBeGreaterThan(0.7); // so well the reader reads the generator's own digits

      const vae = await StandardVae.create({
        latent: 2,
        classes: 10,
        stages: [{ type: "flatten" }, { type: "linear", units: 128 }],
      });
      await vae.fit(train, { epochs: 10, batchSize: 40, optimizer: { type: "adam", learningRate: 0.005 } });
      const asked = Array.from({ length: 200 }, (_, i) => i % 10);
      const samples = vae.sample(200, { label: asked, seed: 1 });
      const values = await samples.data();
      samples.dispose();
      const images = asked.map((_, i) => values.subarray(784 * i, 784 * i + 784));
      expect(rate(images, asked)).toBeGreaterThan(0.65); // near the reader's own rate; chance is 0.1
      vae.dispose();
    },
  );
});
