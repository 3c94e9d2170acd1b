import { useBackend } from "@elbowjs/backend";
import type { Initialiser } from "@elbowjs/layers";
import { hashed } from "@elbowjs/test-kit/hashed";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { memory, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Failure, Gan, type GanFitOptions, type GanOptions, type HealthReport } from "../src/index.js";
import { bars } from "./bars.js";

const still = { optimizer: { type: "sgd", learningRate: 0 } } as const;
const adam = { optimizer: { type: "adam", learningRate: 0.002, beta1: 0.5 } } as const;
const layers = [
  { type: "linear", units: 32 },
  { type: "relu" },
  { type: "linear", units: 64 },
  { type: "unflatten", image: [8, 8, 1] },
] as const;
const small: GanOptions = {
  ...{ latent: 4, imageShape: [8, 8, 1], generator: layers },
  discriminator: [{ type: "flatten" }, { type: "linear", units: 32 }, { type: "leakyRelu", slope: 0.2 }],
};
const heldOut = bars(64, 50);
/** Seconds each: two here, of probabilities and of a critic; 20 of four losses among everything. */
const runs = isThorough("18 of 20 good runs of a GAN") ? 20 : 2;

/** Trains, and returns the failures that were flagged, and the reports. */
async function watched(
  gan: Gan,
  images: Parameters<Gan["fit"]>[0],
  options: GanFitOptions,
): Promise<{ failures: Set<Failure>; reports: HealthReport[] }> {
  const reports: HealthReport[] = [];
  const common = { epochs: 4, batchSize: 32, generator: adam, discriminator: adam, validation: heldOut };
  await gan.fit(images, { ...common, onHealth: (report) => reports.push(report), ...options });
  return {
    failures: new Set(reports.flatMap(({ alarms }) => alarms.map(({ failure }) => failure))),
    reports,
  };
}

beforeAll(async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
});

describe("the health monitor flags each planted failure", () => {
  it("class-collapse: a generator of one class of five", async () => {
    // Five classes of noise around a grey each; the generator is shown one of them.
    const shades = (n: number, only?: number) =>
      hashed(7, n * 64).map((u, i) => 0.1 + 0.2 * (only ?? Math.floor(i / 64) % 5) + 0.02 * u);
    using gan = await Gan.create(small);
    const { failures } = await watched(gan, shades(200, 0), {
      ...{ validation: shades(200), epochs: 10 },
    });
    expect(failures).toContain("class-collapse");
  });

  it("image-collapse: one image per label, the noise not heard", async () => {
    using gan = await Gan.create({ ...small, classes: 2, generator: [layers[2], layers[3]] });
    // The weights of z are 0, those of the label are not.
    const { variable } = gan.generator.layers[0]!.weights[0]!;
    const deaf = tensor(
      hashed(1, 6 * 64).map((u, i) => (i < 4 * 64 ? 0 : 3 * u)),
      [6, 64],
    );
    variable.assign(deaf);
    deaf.dispose();
    const { failures, reports } = await watched(gan, bars(64), { generator: still, epochs: 3 });
    expect(failures).toContain("image-collapse");
    expect(reports.at(-1)!.classSpread).toBeLessThan(1e-6);
    expect(reports.at(-1)!.spread).toBeGreaterThan(0.1); // two images differ, so that the whole looks alive
  });

  it("saturated-discriminator, and a generator that stands still", async () => {
    using gan = await Gan.create(small);
    const { failures, reports } = await watched(gan, bars(128), { epochs: 50, generator: still });
    expect(failures).toContain("saturated-discriminator");
    expect(failures).toContain("dead-generator");
    expect(reports.at(-1)!.accuracy).toEqual({ real: 1, made: 1 });
  });

  it("dead-generator: units that no input wakes", async () => {
    const asleep: Initialiser = (shape) => new Float32Array(shape[0]!).fill(-100);
    const generator = [{ ...layers[0], initialBias: asleep }, ...layers.slice(1)];
    using gan = await Gan.create({
      ...small,
      generator: [...generator.slice(0, 2), { type: "dropout", rate: 0 }, ...generator.slice(2)],
    });
    const { failures, reports } = await watched(gan, bars(64), { generator: still });
    expect(failures).toContain("dead-generator");
    expect(reports[0]!.spread).toBeLessThan(1e-9);
  });

  it("negative-critic: a critic turned around", async () => {
    using gan = await Gan.create({ ...small, loss: "wasserstein-gp" });
    await gan.fit(bars(128), { epochs: 10, batchSize: 32, generator: still, discriminator: adam });
    const { variable } = gan.discriminator.layers.at(-1)!.weights[0]!;
    const turned = tensor(
      (await variable.data()).map((w) => -w),
      variable.shape,
    );
    variable.assign(turned);
    turned.dispose();
    const { failures } = await watched(gan, bars(128), { discriminator: still });
    expect(failures).toContain("negative-critic");
  });

  it("copies: the training set by heart", async () => {
    const shown = bars(16, 80);
    // z is one of 16 places nearly one-hot: the weights are the images' logits.
    const logits = Float32Array.from(shown.data, (x) => Math.log((x + 1e-3) / (1 - x + 1e-3)));
    using gan = await Gan.create({
      ...{ ...small, latent: 1, classes: 16 },
      generator: [{ type: "linear", units: 64 }, layers[3]],
    });
    const [weight, bias] = gan.generator.layers[0]!.weights;
    const given = [tensor([...new Float32Array(64), ...logits], [17, 64]), tensor(new Float32Array(64))];
    weight!.variable.assign(given[0]!);
    bias!.variable.assign(given[1]!);
    for (const one of given) one.dispose();
    const byHeart = { ...shown, labels: Array.from({ length: 16 }, (_, i) => i) };
    const others = { ...heldOut, labels: Array.from({ length: 64 }, (_, i) => i % 16) };
    const { failures, reports } = await watched(gan, byHeart, { generator: still, validation: others });
    expect(failures).toContain("copies");
    expect(reports.at(-1)!.nearest.heldOut).toBeGreaterThan(5 * reports.at(-1)!.nearest.made);
  });

  it("oscillation: a generator that runs from one class to the other", async () => {
    using gan = await Gan.create({ ...small, generator: [{ type: "linear", units: 64 }, layers[3]] });
    const bias = gan.generator.layers[0]!.weights[1]!.variable;
    const shades = hashed(7, 64 * 64).map((u, i) => (Math.floor(i / 64) % 2 ? 0.9 : 0.1) + 0.05 * u);
    const { failures } = await watched(gan, shades, {
      ...{ generator: still, validation: shades, epochs: 6 },
      onBatch: ({ epoch }) => {
        const side = tensor(new Float32Array(64).fill(epoch % 2 ? 3 : -3));
        bias.assign(side);
        side.dispose();
      },
    });
    expect(failures).toContain("oscillation");
  });
});

describe("the health monitor on good runs", () => {
  it(`raises no alarm on ${runs} of them`, async () => {
    const ring = (n: number, salt: number) => {
      const noise = hashed(salt, 2 * n);
      return Float32Array.from({ length: 2 * n }, (_, k) => {
        const angle = (2 * Math.PI * (Math.floor(k / 2) % 8)) / 8;
        return (k % 2 ? Math.sin(angle) : Math.cos(angle)) + 0.05 * noise[k]!;
      });
    };
    const [points, others] = [ring(2048, 1), ring(256, 2)];
    const of = (learningRate: number, beta1: number, beta2: number) =>
      ({ optimizer: { type: "adam", learningRate, beta1, beta2 } }) as const;
    for (let seed = 0; seed < runs; seed++) {
      const loss = (["non-saturating", "wasserstein-gp", "hinge", "least-squares"] as const)[seed % 4]!;
      // A critic of points wants a light penalty and no momentum; with 10 it swings around 0.
      const isCritic = loss === "wasserstein-gp";
      const player = isCritic ? of(0.002, 0, 0.99) : of(0.003, 0.5, 0.9);
      using gan = await Gan.create({ latent: 8, imageShape: [2], loss, seed });
      const { failures } = await watched(gan, points, {
        ...{ epochs: 6, batchSize: 64, validation: others, generator: player, discriminator: player },
        ...{ gradientPenalty: isCritic ? 0.1 : 0.2, averageDecay: 0.9 },
      });
      expect([...failures], `${loss}, seed ${seed}`).toEqual([]);
    }
  });

  it("looks without touching: a watched run gives the bits of one that is not", async () => {
    // With batch statistics, which a look must not move.
    const generator = [...layers.slice(0, 2), { type: "batchNorm" } as const, ...layers.slice(2)];
    const gans = [await Gan.create({ ...small, generator }), await Gan.create({ ...small, generator })];
    const options = { epochs: 2, batchSize: 32, generator: adam, discriminator: adam };
    const before = memory().numTensors;
    await gans[0]!.fit(bars(64), { ...options, onHealth: () => {}, healthEvery: 1, validation: heldOut });
    await gans[1]!.fit(bars(64), options);
    expect(memory().numTensors).toBe(before);
    expect(await gans[0]!.toSafetensors()).toEqual(await gans[1]!.toSafetensors());
    for (const gan of gans) gan.dispose();
  });

  it("an error that onHealth throws ends the training, as a limit of one's own", async () => {
    using gan = await Gan.create(small);
    const stop = new Error("enough");
    const fitting = watched(gan, bars(64), {
      onHealth: () => {
        throw stop;
      },
    });
    await expect(fitting).rejects.toBe(stop);
  });
});
