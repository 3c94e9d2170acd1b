import { useBackend } from "@elbowjs/backend";
import { conv2d, linear, relu } from "@elbowjs/layers";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { memory, ones, type Tensor, tensor, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { Diffusion, type DiffusionFitOptions, type DiffusionOptions } from "../src/index.js";

const read = async (x: Tensor): Promise<Float32Array> => {
  const values = (await x.data()) as Float32Array;
  x.dispose();
  return values;
};

/** Images of 8×8 with values in [0, 1], and labels 0 and 1. */
const images = (n: number) => ({ data: hashed(3, 64 * n).map((v) => (v + 1) / 2), shape: [n, 8, 8, 1] });
const labelled = (n: number) => ({ ...images(n), labels: Uint8Array.from({ length: n }, (_, i) => i % 2) });
const tiny: DiffusionOptions = { shape: [8, 8, 1], steps: 10, channels: [8, 8, 16], classes: 2 };
const points: DiffusionOptions = { shape: [2], steps: 10, width: 16, depth: 1 };
const quick: DiffusionFitOptions = { epochs: 2, batchSize: 8, learningRate: 0.01 };

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (backend) => {
  it("a conditional U-Net learns, gives the same bits for the same seed, and holds no tensor more", async () => {
    const trained = async () => {
      const model = await Diffusion.create(tiny);
      const before = memory().numTensors;
      const counts = new Set<number>();
      const { epochs } = await model.fit(labelled(4), {
        ...{ ...quick, batchSize: 2 },
        onBatch: () => counts.add(memory().numTensors),
      });
      expect(memory().numTensors).toBe(before);
      expect(counts.size).toBe(1);
      expect(Number.isFinite(epochs[1]!.loss)).toBe(true);
      const bytes = await model.toSafetensors();
      const sampled = await read(
        model.sample(3, { seed: 4, label: [0, 1, 1], guidance: 0.5, steps: 3, eta: 1 }),
      );
      expect(memory().numTensors).toBe(before);
      model.dispose();
      return { bytes, sampled };
    };
    const { bytes, sampled } = await trained();
    for (const value of sampled) expect(value >= 0 && value <= 1).toBe(true);
    if (backend === "wasm") expect(await trained()).toEqual({ bytes, sampled });
  });
});

describe("Diffusion", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm"] });
  });

  /** A model whose network has been trained a little, so that it is no constant. */
  const trainedPoints = async (more: DiffusionOptions = {}, epochs = 30) => {
    const model = await Diffusion.create({ ...points, ...more });
    const data = hashed(9, 400).map((v, i) => (i % 2 ? v : 3 * v + 5));
    await model.fit(data, { epochs, batchSize: 50, learningRate: 0.01 });
    return model;
  };

  it("sample(n): the first samples of more are those of fewer, and another seed makes others", async () => {
    using model = await trainedPoints();
    const three = await read(model.sample(3, { seed: 1 }));
    const five = await read(model.sample(5, { seed: 1 }));
    expectClose(five.subarray(0, 6), three, { atol: 1e-5 });
    expect(await read(model.sample(3, { seed: 2 }))).not.toEqual(three);
  });

  it("sample(n, { eta: 0 }) is what decode makes of its z_T, drawn once; with η = 1 noise is added", async () => {
    using model = await trainedPoints();
    const seen: number[] = [];
    let top: number[] = [];
    const made = model.sample(4, {
      seed: 3,
      eta: 0,
      onStep: ({ level, z, step, steps }) => {
        if (step === 0) top = [...z.dataSync()];
        seen.push(level);
        expect(steps).toBe(10);
      },
    });
    expect(seen).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    // onStep's z is in the data's units: the first sample's z_T is addNoise's noise at T, nearly.
    expect(top.length).toBe(8);
    expect(await read(made)).not.toEqual(await read(model.sample(4, { seed: 3, eta: 1 })));
  });

  it("encode(x) is the z_T from which decode comes back to x", async () => {
    using model = await trainedPoints({ steps: 50, width: 32 }, 60);
    const made = model.sample(20, { seed: 5 });
    const z = model.encode(made, { iterations: 20 });
    const back = await read(model.decode(z));
    const few = model.encode(made, { iterations: 1 });
    const rough = await read(model.decode(few));
    const wanted = await read(made);
    const errorOf = (got: Float32Array) => Math.max(...got.map((v, i) => Math.abs(v - wanted[i]!)));
    expect(errorOf(back)).toBeLessThan(2e-3);
    // Without iterating it is a guess: the comparison notices.
    expect(errorOf(rough)).toBeGreaterThan(5 * errorOf(back));
    for (const used of [z, few]) used.dispose();
  });

  it("inpaint keeps what is known and makes the rest", async () => {
    using model = await Diffusion.create({ ...tiny, classes: 0 });
    await model.fit(images(16), quick);
    const { data } = images(2);
    const x = tensor(data, [2, 8, 8, 1]);
    const mask = tensor(
      Array.from({ length: 8 }, (_, row) => row < 4),
      [8, 1, 1],
      "bool",
    );
    const before = memory().numTensors;
    const done = await read(model.inpaint(x, mask, { steps: 4, repeats: 2 }));
    expect(memory().numTensors).toBe(before);
    for (let i = 0; i < 128; i++) if (i % 64 < 32) expect(done[i]).toBeCloseTo(data[i]!, 5);
    expect(done.subarray(32, 64)).not.toEqual(data.subarray(32, 64));
    expect(await read(model.inpaint(x, mask, { steps: 4, repeats: 2 }))).toEqual(done);
  });

  it("interpolate(n, { seeds }) begins and ends at the samples of its seeds", async () => {
    using model = await trainedPoints();
    const way = await read(model.interpolate(5, { seeds: [3, 4] }));
    expectClose(way.subarray(0, 2), await read(model.sample(1, { seed: 3 })), { atol: 1e-3 });
    expectClose(way.subarray(8), await read(model.sample(1, { seed: 4 })), { atol: 1e-3 });
  });

  it("addNoise has the mean and deviation of its level, in the chain's units", async () => {
    using model = await trainedPoints();
    const x = tensor(
      Array.from({ length: 4000 }, (_, i) => (i % 2 ? 0.5 : 6)),
      [2000, 2],
    );
    const at = (await read(model.addNoise(x, 0))).subarray(0, 2);
    const z = await read(model.addNoise(x, 6, { seed: 1 }));
    for (const f of [0, 1]) {
      const values = z.filter((_, i) => i % 2 === f);
      const mean = values.reduce((a, b) => a + b) / 2000;
      const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / 2000);
      expect(mean).toBeCloseTo(model.schedule.signal(6) * at[f]!, 1);
      expect(deviation / model.schedule.noise(6)).toBeCloseTo(1, 1);
    }
    x.dispose();
  });

  it("toSafetensors and fromSafetensors keep every bit, the data's scale too", async () => {
    using model = await trainedPoints();
    const bytes = await model.toSafetensors();
    using copy = await Diffusion.fromSafetensors(bytes);
    expect(copy.options).toEqual(model.options);
    expect(await read(copy.sample(5))).toEqual(await read(model.sample(5)));
    expect(await copy.toSafetensors()).toEqual(bytes);
  });

  it("a run that is broken off and resumed ends in the same bits", async () => {
    const whole = await Diffusion.create(points);
    await whole.fit(hashed(1, 200), quick);
    let checkpoint: Uint8Array | undefined;
    const first = await Diffusion.create(points);
    await first.fit(hashed(1, 200), {
      ...{ ...quick, epochs: 1 },
      onEpoch: async (_, save) => {
        checkpoint = await save();
      },
    });
    const second = await Diffusion.create(points);
    await second.fit(hashed(1, 200), { ...quick, resume: checkpoint! });
    expect(await second.toSafetensors()).toEqual(await whole.toSafetensors());
    for (const model of [whole, first, second]) model.dispose();
  });

  it("layers of one's own are given the level, and must be given again to read a file", async () => {
    const network = [
      conv2d({ channels: 8, kernel: 3, padding: 1 }),
      relu(),
      conv2d({ channels: 1, kernel: 1 }),
    ];
    using model = await Diffusion.create({ ...tiny, network });
    await model.fit(labelled(8), quick);
    const bytes = await model.toSafetensors();
    await expect(Diffusion.fromSafetensors(bytes)).rejects.toThrow("pass { network }");
    using copy = await Diffusion.fromSafetensors(bytes, { network });
    expect(await read(copy.sample(2, { steps: 3, label: 1 }))).toEqual(
      await read(model.sample(2, { steps: 3, label: 1 })),
    );
    await expect(Diffusion.create({ ...points, network: [linear({ units: 3 })] })).rejects.toThrow(
      "Diffusion.create: expected network to end in [2], got [3]",
    );
  });

  it("labels are drawn as often as in the training data", async () => {
    using model = await Diffusion.create({ ...points, classes: 3, steps: 2 });
    const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 70 ? 0 : i < 95 ? 2 : 1));
    await model.fit({ data: hashed(2, 200), shape: [100, 2], labels }, { epochs: 1 });
    const { shares } = model.chain.scale;
    expectClose(shares, [0.7, 0.05, 0.25], { atol: 1e-6 });
  });

  it("labelDropout: 1 hides every label, so that classes make no difference", async () => {
    using model = await Diffusion.create({ ...points, classes: 2, steps: 4 });
    await model.fit(
      { data: hashed(2, 40), shape: [20, 2], labels: new Uint8Array(20) },
      { ...quick, labelDropout: 1 },
    );
    const table = model.weights().get("network.embedding.label.weight")!;
    using untouched = await Diffusion.create({ ...points, classes: 2, steps: 4 });
    const start = untouched.weights().get("network.embedding.label.weight")!;
    const [now, then] = [await table.variable.data(), await start.variable.data()];
    expectClose(now.subarray(0, 256), then.subarray(0, 256), { atol: 1e-6 });
    expect(now.subarray(256)).not.toEqual(then.subarray(256));
  });

  it.each<[DiffusionOptions, string]>([
    [{ shape: [4, 4] }, "expected shape [height, width, channels], or [features] for points"],
    [{ steps: 1 }, "expected steps to be an integer in [2, 10000], got 1"],
    [{ schedule: "cosin" as never }, "did you mean"],
    [{ network: "u-net", shape: [27, 27, 1] }, "take 'dense', or layers of your own"],
    [{ channels: [12, 16, 24] }, "expected channels[0] to be a multiple of 8, got 12"],
    [{ predict: "noize" as never }, "did you mean"],
    [{ classes: -1 }, "expected classes to be an integer in [0, 65536), got -1"],
    [{ width: 1.5 }, "expected width to be an integer in [1, 4096], got 1.5"],
    [{ wdth: 5 } as never, "did you mean"],
  ])("Diffusion.create(%j) is refused", async (options, message) => {
    await expect(Diffusion.create(options)).rejects.toThrow(message);
  });

  it("bad input is refused, each by its own words", async () => {
    using model = await Diffusion.create(points);
    using conditional = await Diffusion.create({ ...points, classes: 2 });
    const x = zeros([2, 2]);
    const mask = ones([2]);
    expect(() => model.sample(0)).toThrow("Diffusion.sample: expected n to be an integer ≥ 1, got 0");
    expect(() => model.sample(1, { steps: 11 })).toThrow(
      "expected steps to be an integer in [1, 10], got 11",
    );
    expect(() => model.sample(1, { eta: 2 })).toThrow("expected eta in [0, 1], got 2");
    expect(() => model.sample(1, { label: 1 })).toThrow(
      "neither label nor guidance of a model without classes",
    );
    expect(() => conditional.sample(1, { label: 2 })).toThrow(
      "every label to be an integer in [0, 2), got 2",
    );
    expect(() => conditional.sample(3, { label: [0, 1] })).toThrow("one per sample (3)");
    expect(() => conditional.sample(1, { label: "none", guidance: 1 })).toThrow(
      "expected a label with guidance 1",
    );
    expect(() => model.denoise(x, 0)).toThrow(
      "Diffusion.denoise: expected t to be an integer in [1, 10], got 0",
    );
    expect(() => model.denoise(zeros([2, 3]), 1)).toThrow("Diffusion.denoise");
    expect(() => model.inpaint(x, mask)).toThrow("expected mask of dtype bool, got float32; true is known");
    expect(() => model.interpolate(1)).toThrow("expected n to be an integer ≥ 2, got 1");
    expect(() => model.encode(x, { iterations: 0 })).toThrow("expected iterations");
    await expect(model.fit(hashed(1, 20), { labelDropout: 0.5 })).rejects.toThrow("labelDropout");
    await expect(conditional.fit(hashed(1, 20))).rejects.toThrow(
      "Diffusion.fit: expected one label per sample",
    );
    await expect(model.elbo(hashed(1, 20), { batchSize: 0 })).rejects.toThrow(
      "Diffusion.elbo: expected batchSize",
    );
    await expect(Diffusion.fromSafetensors(new Uint8Array(9))).rejects.toThrow(RangeError);
    const gone = await Diffusion.create(points);
    gone.dispose();
    gone.dispose();
    expect(() => gone.sample(1)).toThrow("expected a model in use");
    for (const used of [x, mask]) used.dispose();
  });
});
