import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { DivergenceError } from "@elbowjs/training";
import { memory, type Tensor, tensor, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { Gan, type GanFitOptions, type GanOptions } from "../src/index.js";
import { bars } from "./bars.js";

const tiny: GanOptions = { latent: 4, imageShape: [8, 8, 1] };
const adam = { type: "adam", learningRate: 0.002, beta1: 0.5 } as const;
const few: GanOptions["generator"] = [
  { type: "linear", units: 64 },
  { type: "batchNorm" },
  { type: "unflatten", image: [8, 8, 1] },
];
const quick: GanFitOptions = {
  epochs: 2,
  batchSize: 16,
  generator: { optimizer: adam },
  discriminator: { optimizer: adam },
};

const read = async (x: Tensor): Promise<Float32Array> => {
  const values = (await x.data()) as Float32Array;
  x.dispose();
  return values;
};

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (backend) => {
  const images = bars(backend === "wasm" ? 32 : 16);
  // tfjs convolves and multiplies on the processor in plain loops.
  const options: GanOptions =
    backend === "cpu"
      ? { ...tiny, generator: few, discriminator: [{ type: "flatten" }, { type: "linear", units: 16 }] }
      : { ...tiny, generator: "convolutional" };

  it.each(["minimax", "non-saturating", "least-squares", "hinge", "wasserstein-gp"] as const)(
    "fit by %s: the same seed gives the same bits, and the number of tensors stays flat",
    async (loss) => {
      const trained = async () => {
        const gan = await Gan.create({ ...options, loss });
        const counts = new Set<number>();
        const before = memory().numTensors;
        const { epochs } = await gan.fit(images, {
          ...quick,
          onBatch: () => counts.add(memory().numTensors),
        });
        expect(memory().numTensors).toBe(before);
        expect(counts.size).toBe(1);
        expect(Object.keys(epochs[0]!.losses)).toEqual(["discriminator", "generator"]);
        const bytes = await gan.toSafetensors();
        gan.dispose();
        return bytes;
      };
      const bytes = await trained();
      expect(await trained()).toEqual(bytes);
    },
  );
});

describe("Gan", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm", "cpu"] });
  });

  it("sample(n, { seed }) gives images in [0, 1], the same for the same seed, others for another", async () => {
    using gan = await Gan.create(tiny);
    const images = gan.sample(5, { seed: 1 });
    expect(images.shape).toEqual([5, 8, 8, 1]);
    const values = await read(images);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(await read(gan.sample(5, { seed: 1 }))).toEqual(values);
    expect(await read(gan.sample(5, { seed: 2 }))).not.toEqual(values);
  });

  it.each(["gaussian", "uniform", "heavy-tailed"] as const)(
    "interpolate(n) with the prior %s begins and ends at the samples of its seeds",
    async (prior) => {
      using gan = await Gan.create({ ...tiny, prior });
      const way = await read(gan.interpolate(4, { seeds: [3, 5] }));
      const ends = [await read(gan.sample(1, { seed: 3 })), await read(gan.sample(1, { seed: 5 }))];
      for (const [from, end] of [
        [0, ends[0]!],
        [3 * 64, ends[1]!],
      ] as const)
        for (let i = 0; i < 64; i++) expect(Math.abs(way[from + i]! - end[i]!)).toBeLessThan(1e-5);
    },
  );

  it("discriminate(x) is a probability for the losses of probabilities, and a number for a critic", async () => {
    const x = tensor(bars(6).data, [6, 8, 8, 1]);
    using gan = await Gan.create(tiny);
    for (const value of await read(gan.discriminate(x))) expect(value > 0 && value < 1).toBe(true);
    using critic = await Gan.create({ ...tiny, loss: "wasserstein-gp" });
    expect(await read(critic.discriminate(x))).toEqual(await read(critic.score(x)));
    x.dispose();
  });

  it("fromSafetensors(toSafetensors()) is the same model, conditional and of layers of its own", async () => {
    using gan = await Gan.create({
      ...tiny,
      classes: 2,
      loss: "hinge",
      prior: "uniform",
      generator: [
        { type: "linear", units: 64 },
        { type: "unflatten", image: [8, 8, 1] },
      ],
      discriminator: [{ type: "flatten" }, { type: "linear", units: 3 }, { type: "tanh" }],
    });
    using read1 = await Gan.fromSafetensors(await gan.toSafetensors());
    expect(read1.options).toEqual(gan.options);
    expect(await read(read1.sample(4, { label: 1 }))).toEqual(await read(gan.sample(4, { label: 1 })));
    await expect(Gan.fromSafetensors(new Uint8Array(8))).rejects.toThrow(RangeError);
  });

  it("a run that was broken off goes on from its checkpoint to the same bits, with averages", async () => {
    const options = { ...quick, epochs: 3, averageDecay: 0.9 };
    const own = { ...tiny, generator: few };
    using whole = await Gan.create(own);
    await whole.fit(bars(32), options);
    using broken = await Gan.create(own);
    let kept: Uint8Array | undefined;
    const stop = new Error("stop");
    const first = broken.fit(bars(32), {
      ...options,
      onEpoch: async (_, checkpoint) => {
        kept = await checkpoint();
        throw stop;
      },
    });
    await expect(first).rejects.toBe(stop);
    using resumed = await Gan.create(own);
    await resumed.fit(bars(32), { ...options, resume: kept! });
    expect(await resumed.toSafetensors()).toEqual(await whole.toSafetensors());
  });

  it("each player learns with its own optimiser and steps", async () => {
    using gan = await Gan.create(tiny);
    const still = await read(gan.generator.layers[0]!.weights[0]!.variable.clone());
    await gan.fit(bars(32), {
      ...quick,
      generator: { optimizer: { type: "sgd", learningRate: 0 } },
      discriminator: { optimizer: adam, steps: 2 },
    });
    expect(await read(gan.generator.layers[0]!.weights[0]!.variable.clone())).toEqual(still);
  });

  it("the discriminator's step does not move the generator, nor the other way round", async () => {
    using gan = await Gan.create(tiny);
    const before = await read(gan.discriminator.layers[1]!.weights[0]!.variable.clone());
    await gan.fit(bars(32), { ...quick, discriminator: { optimizer: { type: "sgd", learningRate: 0 } } });
    expect(await read(gan.discriminator.layers[1]!.weights[0]!.variable.clone())).toEqual(before);
  });

  it("packing puts images beside each other; with another number fit begins a new discriminator", async () => {
    using gan = await Gan.create({ ...tiny, packing: 2 });
    const [a, b] = [bars(2).data, bars(2, 9).data];
    const together = tensor2d([...a.subarray(0, 64), ...b.subarray(0, 64)], [2, 64]);
    expect(gan.discriminate(together).shape).toEqual([1]);
    await gan.fit(bars(33), { ...quick, epochs: 1, packing: 4 });
    expect(gan.options.packing).toBe(4);
    expect(gan.discriminator.inputShape).toEqual([8, 8, 4]);
    expect(() => gan.discriminate(together)).toThrow(
      "expected a multiple of 4 images, judged together, got 2",
    );
  });

  it("a conditional discriminator is asked for the label's output", async () => {
    using gan = await Gan.create({ ...tiny, classes: 2 });
    const x = tensor(bars(2).data, [2, 8, 8, 1]);
    const [asZero, asOne] = [await read(gan.score(x, [0, 0])), await read(gan.score(x, [1, 1]))];
    const mixed = await read(gan.score(x, [0, 1]));
    expect([mixed[0], mixed[1]]).toEqual([asZero[0], asOne[1]]);
    await gan.fit(bars(32), quick);
    x.dispose();
  });

  it.runIf(isThorough("a GAN of points; the health monitor's runs are of points too"))(
    "learns points anywhere: two clusters of a line",
    async () => {
      using gan = await Gan.create({ latent: 2, imageShape: [1], seed: 1 });
      const points = hashed(5, 512).map((u, i) => (i % 2 ? 3 : -3) + 0.1 * u);
      const fast = { optimizer: { type: "adam", learningRate: 0.005, beta1: 0.5, beta2: 0.9 } } as const;
      await gan.fit(points, {
        epochs: 60,
        batchSize: 32,
        generator: fast,
        discriminator: fast,
        gradientPenalty: 0.2,
        averageDecay: 0.98,
      });
      const made = await read(gan.sample(400));
      const near = (centre: number) => made.filter((x) => Math.abs(x - centre) < 0.6).length / 400;
      expect(near(3)).toBeGreaterThan(0.3);
      expect(near(-3)).toBeGreaterThan(0.3);
    },
  );

  it("ends a divergence with an error and the last good weights", async () => {
    using gan = await Gan.create({ ...tiny, loss: "wasserstein-gp" });
    const wild = { optimizer: { type: "sgd", learningRate: 1e6 } } as const;
    await expect(gan.fit(bars(64), { ...quick, discriminator: wild })).rejects.toThrow(DivergenceError);
    for (const value of await read(gan.sample(2))) expect(Number.isFinite(value)).toBe(true);
  });

  it.each<[GanOptions, string]>([
    [
      { loss: "hinges" as never },
      "Gan.create: expected loss to be one of 'minimax', 'non-saturating', 'least-squares', 'hinge', 'wasserstein-gp', got \"hinges\"; did you mean 'hinge'?",
    ],
    [{ latent: 0 }, "Gan.create: expected latent to be an integer in [1, 65536], got 0"],
    [
      { imageShape: [9, 9, 1], generator: "convolutional" },
      "Gan.create: expected images whose sides are multiples of 4 for a convolutional generator, got [9, 9, 1]; take 'dense', or layers of your own",
    ],
    [
      { generator: [{ type: "linear", units: 3 }] },
      "Gan.create: expected a generator of images [28, 28, 1], got one of [3]",
    ],
    [
      { packing: 2, classes: 3 },
      "Gan.create: expected packing 1 with classes, whose images have labels of their own, got 2",
    ],
    [{ latnt: 3 } as never, "did you mean latent?"],
  ])("create(%o) is refused", async (options, message) => {
    const before = memory().numTensors;
    await expect(Gan.create(options)).rejects.toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  it.each<[GanFitOptions, string]>([
    [
      { labelSmoothing: 0.1 },
      "Gan.fit: expected labelSmoothing 0 with the loss 'hinge', which has no target to smooth, got 0.1",
    ],
    [{ generator: { steps: 0 } }, "Gan.fit: expected steps of the generator to be an integer ≥ 1, got 0"],
    [{ gradientPenalty: -1 }, "Gan.fit: expected gradientPenalty ≥ 0, got -1"],
    [{ healthEvery: 0, onHealth: () => 0 }, "Gan.fit: expected healthEvery to be an integer ≥ 1, got 0"],
  ])("fit(images, %o) is refused before any work", async (options, message) => {
    using gan = await Gan.create({ ...tiny, loss: "hinge" });
    await expect(gan.fit(bars(16), options)).rejects.toThrow(message);
  });

  it("refuses labels where there are no classes, wants them where there are, and is of no use once disposed of", async () => {
    using plain = await Gan.create(tiny);
    expect(() => plain.sample(2, { label: 1 })).toThrow(
      "Gan.sample: expected no label of a GAN without classes",
    );
    const gan = await Gan.create({ ...tiny, classes: 2 });
    await expect(gan.fit(bars(4).data)).rejects.toThrow(
      "Gan.fit: expected one label per sample (4), got none",
    );
    expect(() => gan.sample(2, { label: 2 })).toThrow(
      "expected every label to be an integer in [0, 2), got 2",
    );
    expect(() => gan.discriminate(tensor2d([[1]]))).toThrow("Gan.discriminate: expected images of shape");
    gan.dispose();
    expect(() => gan.sample(2)).toThrow("Gan.sample: expected a model in use, got one that was disposed of");
  });
});
