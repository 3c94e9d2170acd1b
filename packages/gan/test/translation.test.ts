import { useBackend } from "@elbowjs/backend";
import { memory, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { CycleGan, type NetworkLayer, PairedTranslator } from "../src/index.js";
import { bars } from "./bars.js";

/** One map of all pixels to all: what a turn, an inversion or a blur is. */
const generator: readonly NetworkLayer[] = [
  { type: "flatten" },
  { type: "linear", units: 64 },
  { type: "unflatten", image: [8, 8, 1] },
];
const discriminator: readonly NetworkLayer[] = [
  { type: "flatten" },
  { type: "linear", units: 32 },
  { type: "leakyRelu", slope: 0.2 },
];
const networks = { imageShape: [8, 8, 1], generator, discriminator } as const;
const adam = (learningRate: number) => ({ optimizer: { type: "adam", learningRate, beta1: 0.5 } }) as const;

/** The true map: turned by a quarter and inverted. */
function turned(images: Float32Array): Float32Array {
  return images.map((_, i) => {
    const [image, row, column] = [i - (i % 64), Math.floor((i % 64) / 8), i % 8];
    return 1 - images[image + 8 * column + (7 - row)]!;
  });
}
const imagesOf = (data: Float32Array): Tensor => tensor(data, [data.length / 64, 8, 8, 1]);

async function meanSquare(got: Tensor, want: Float32Array): Promise<number> {
  const values = await got.data();
  got.dispose();
  return want.reduce((sum, x, i) => sum + (x - values[i]!) ** 2, 0) / want.length;
}

beforeAll(async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
});

describe("PairedTranslator", () => {
  it("learns a turn with inversion from pairs, to a mean square error below 0.02 on new images", async () => {
    using translator = await PairedTranslator.create(networks);
    const before = memory().numTensors;
    const { data } = bars(256);
    const { epochs } = await translator.fit(data, turned(data), {
      epochs: 30,
      batchSize: 32,
      generator: adam(0.01),
    });
    expect(memory().numTensors).toBe(before);
    expect(Object.keys(epochs[0]!.losses)).toEqual(["discriminator", "generator"]);
    const fresh = bars(64, 90).data;
    const x = imagesOf(fresh);
    expect(await meanSquare(translator.translate(x), turned(fresh))).toBeLessThan(0.02);
    // Control: the image itself is not its translation.
    expect(await meanSquare(x.clone(), turned(fresh))).toBeGreaterThan(0.3);
    x.dispose();
  });

  it("without an adversary only the generator plays; with noise the seed counts", async () => {
    using translator = await PairedTranslator.create({ ...networks, adversaryWeight: 0, noise: 1 });
    const { epochs } = await translator.fit(bars(16), bars(16), { epochs: 1, batchSize: 8 });
    expect(Object.keys(epochs[0]!.losses)).toEqual(["generator"]);
    const x = imagesOf(bars(2).data);
    const draw = async (seed: number) => [...(await translator.translate(x, { seed }).data())];
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
    x.dispose();
  });

  it("comes back from its file, and refuses what does not fit", async () => {
    using translator = await PairedTranslator.create(networks);
    using read = await PairedTranslator.fromSafetensors(await translator.toSafetensors());
    expect(read.options).toEqual(translator.options);
    await expect(translator.fit(bars(4), bars(3))).rejects.toThrow(
      "PairedTranslator.fit: expected as many wanted images as given ones (4), got 3",
    );
    await expect(PairedTranslator.create({ ...networks, loss: "wasserstein-gp" as never })).rejects.toThrow(
      RangeError,
    );
    await expect(PairedTranslator.create({ imageShape: [9, 9, 1] })).rejects.toThrow("multiples of 4");
  });
});

describe("CycleGan", () => {
  it("comes back from its file to the same translations, and the same seed gives the same bits", async () => {
    const trained = async () => {
      const gan = await CycleGan.create(networks);
      const counts = new Set<number>();
      await gan.fit(bars(40), bars(24, 9), {
        epochs: 2,
        batchSize: 8,
        onBatch: () => counts.add(memory().numTensors),
      });
      expect(counts.size).toBe(1);
      return gan;
    };
    using gan = await trained();
    using again = await trained();
    const bytes = await gan.toSafetensors();
    expect(await again.toSafetensors()).toEqual(bytes);
    using read = await CycleGan.fromSafetensors(bytes);
    const x = imagesOf(bars(2).data);
    const [a, b] = [gan.translate(x, "first-to-second"), read.translate(x, "first-to-second")];
    expect([...(await a.data())]).toEqual([...(await b.data())]);
    for (const used of [x, a, b]) used.dispose();
  });

  it("the cycle loss brings images back: with it the way there and back loses less than without", async () => {
    const cycleError = async (cycleWeight: number) => {
      using gan = await CycleGan.create({ ...networks, cycleWeight });
      const [first, second] = [bars(512).data, turned(bars(512, 9).data)];
      await gan.fit(first, second, {
        epochs: 20,
        batchSize: 32,
        generator: adam(0.01),
        discriminator: adam(0.001),
      });
      const fresh = bars(64, 90).data;
      const x = imagesOf(fresh);
      const there = gan.translate(x, "first-to-second");
      const error = await meanSquare(gan.translate(there, "second-to-first"), fresh);
      x.dispose();
      there.dispose();
      return error;
    };
    const [withCycle, without] = [await cycleError(10), await cycleError(0)];
    expect(withCycle).toBeLessThan(0.02);
    expect(without).toBeGreaterThan(5 * withCycle);
  });

  it("refuses another direction and weights below 0", async () => {
    using gan = await CycleGan.create(networks);
    const x = imagesOf(bars(1).data);
    expect(() => gan.translate(x, "back" as never)).toThrow(
      "CycleGan.translate: expected direction to be one of 'first-to-second', 'second-to-first', got \"back\"",
    );
    await expect(CycleGan.create({ ...networks, cycleWeight: -1 })).rejects.toThrow(
      "CycleGan.create: expected cycleWeight ≥ 0, got -1",
    );
    x.dispose();
  });
});
