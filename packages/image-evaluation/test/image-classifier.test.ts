import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsOfVariants } from "@elbowjs/test-kit/on-each-backend";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { memory, ones, type Tensor, tensor, tensor1d, transpose, variableGrads } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { crossEntropy, digitClassifier, ImageClassifier, shiftImages } from "../src/index.js";
import fixture from "./fixtures/classifier.json" with { type: "json" };
import { smallClassifier, smallOptions } from "./small-classifier.js";

const expected = fixture.classifier;
const images = () => tensor(hashed(99, 6 * 144).map(Math.abs), [6, 12, 12, 1]);

async function values(tensor: Tensor): Promise<number[]> {
  const data = [...(await tensor.data())];
  tensor.dispose();
  return data;
}

function expectClose(got: readonly number[], wanted: readonly number[], tolerance: number) {
  const scale = Math.max(...wanted.map(Math.abs));
  expect(got).toHaveLength(wanted.length);
  for (const [i, value] of got.entries())
    expect(Math.abs(value - wanted[i]!), `element ${i}`).toBeLessThanOrEqual(tolerance * scale);
}

/** Two classes of 8×8 images: a bright upper or lower half, with noise from the hash. */
function halves(size: number, salt: number) {
  const noise = hashed(salt, size * 64);
  const labels = Uint8Array.from({ length: size }, (_, i) => i % 2);
  const image = (i: number) =>
    Uint8Array.from(
      { length: 64 },
      (_, p) => (p < 32 === (i % 2 === 0) ? 160 : 60) + 60 * noise[i * 64 + p]!,
    );
  return { size, features: 64, labels, image };
}

const all = isThorough("the digit classifier on the CPU backend, as on WASM");

describe.each(backendsOfVariants)("on %s", (backend) => {
  it("features(x), classify(x), the loss and every gradient are PyTorch's", async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
    const classifier = await smallClassifier();
    const x = images();
    const labels = tensor1d([0, 1, 2, 3, 0, 1], "int32");
    const before = memory().numTensors;
    expect([...classifier.weights().keys()]).toEqual(expected.names);
    expectClose(await values(classifier.features(x)), expected.features, 1e-5);
    expectClose(await values(classifier.classify(x)), expected.probabilities, 1e-5);
    const named = new Map(
      [...classifier.weights()].flatMap(([name, w]) => (w.trainable ? [[w.variable.name, { name, w }]] : [])),
    );
    const { value, grads } = variableGrads(
      () => crossEntropy(classifier.logits(x, { training: true }), labels),
      [...named.values()].map(({ w }) => w.variable),
    );
    expectClose(await values(value), [expected.loss], 1e-5);
    const gradients = expected.gradients as Record<string, number[]>;
    // A bias before batch normalisation has no gradient but rounding: the scale is at least a thousandth of the largest.
    const largest = Math.max(...Object.values(gradients).flat().map(Math.abs));
    for (const [variable, gradient] of Object.entries(grads)) {
      const { name, w } = named.get(variable)!;
      const wanted = gradients[name]!;
      const got = await inTorchOrder(gradient, w.layout);
      const scale = Math.max(...wanted.map(Math.abs), largest / 1000);
      for (const [i, entry] of got.entries())
        expect(Math.abs(entry - wanted[i]!), `${name}[${i}]`).toBeLessThanOrEqual(1e-4 * scale);
    }
    expect(memory().numTensors).toBe(before);
    for (const used of [x, labels, classifier]) used.dispose();
  });

  it.runIf(backend !== "cpu" || all)(
    "digitClassifier() reads the generated digits, which it was not trained on",
    async () => {
      await useBackend({ prefer: [backend], allowSoftwareGpu: true });
      const size = backend === "webgpu" ? 20 : 500; // a software GPU takes a second for a few images
      const { test } = await openDataset("digits", { size: { train: 10, test: size }, seed: 0 });
      const before = memory().numTensors;
      const classifier = await digitClassifier();
      const { accuracy } = await classifier.evaluate(test, { batchSize: Math.min(size, 100) });
      expect(accuracy).toBeGreaterThan(size === 500 ? 0.95 : 0.8); // the card: 96.2% of 10,000
      classifier.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});

async function inTorchOrder(gradient: Tensor, layout: readonly number[] | undefined): Promise<number[]> {
  const inverse = layout?.map((_, axis) => layout.indexOf(axis));
  const ordered = inverse ? transpose(gradient, inverse) : gradient.clone();
  gradient.dispose();
  return values(ordered);
}

describe("shiftImages(images, shape, reach, integers)", () => {
  const images = Float32Array.from([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]); // two of 2×3

  it("moves each image down and right by its own amount, and leaves 0 where nothing was", () => {
    const shifted = shiftImages(images, [2, 3, 1], 2, () => [1, -1, 0, 2]);
    expect([...shifted]).toEqual([0, 0, 0, 2, 3, 0, 0, 0, 1, 0, 0, 4]);
    const far = shiftImages(images, [2, 3, 1], 5, () => [2, 0, 0, -5]);
    expect([...far]).toEqual(new Array(12).fill(0));
  });

  it("asks for two integers in [−reach, reach] an image, and moves whole channels", () => {
    const asked: number[] = [];
    const shifted = shiftImages(images, [2, 1, 3], 1, (...args) => {
      asked.push(...args);
      return [-1, 0, 0, 0];
    });
    expect(asked).toEqual([-1, 2, 4]);
    expect([...shifted]).toEqual([4, 5, 6, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
  });
});

describe("ImageClassifier", () => {
  it("fit(images) learns to tell two kinds apart, the same bits twice, and leaves no tensor behind", async () => {
    await useBackend({ prefer: ["wasm", "cpu"] });
    const train = halves(64, 1);
    const run = async () => {
      const classifier = await ImageClassifier.create({ classes: 2, imageShape: [8, 8, 1], filters: [4, 4] });
      const before = memory().numTensors;
      const { epochs: history } = await classifier.fit(train, {
        epochs: 30,
        batchSize: 16,
        shift: 1,
        validation: halves(32, 2),
      });
      expect(memory().numTensors).toBe(before);
      const bytes = await classifier.toSafetensors();
      classifier.dispose();
      return { history, bytes };
    };
    const before = memory().numTensors;
    const { history, bytes } = await run();
    expect(history.at(-1)!.validation!.accuracy).toBe(1);
    expect(history.at(-1)!.validation!.loss).toBeLessThan(history[0]!.validation!.loss / 2);
    expect((await run()).bytes).toEqual(bytes);
    expect(memory().numTensors).toBe(before);
  });

  it("a file of it gives the same probabilities; half precision nearly", async () => {
    await useBackend({ prefer: ["wasm", "cpu"] });
    const classifier = await smallClassifier();
    const x = images();
    const wanted = await values(classifier.classify(x));
    for (const [dtype, tolerance] of [
      ["F32", 0],
      ["F16", 3e-3],
    ] as const) {
      const again = await ImageClassifier.fromSafetensors(await classifier.toSafetensors({ dtype }));
      expect(again.options).toEqual({ ...smallOptions, seed: 0 });
      expectClose(await values(again.classify(x)), wanted, tolerance);
      again.dispose();
    }
    for (const used of [x, classifier]) used.dispose();
  });

  it("shapes, labels and options outside their range are refused before any work", async () => {
    await useBackend({ prefer: ["wasm", "cpu"] });
    const classifier = await smallClassifier();
    const wrong = ones([2, 11, 12, 1]);
    expect(() => classifier.classify(wrong)).toThrow(
      "classify: expected images of shape [n, 12, 12, 1] or [n, 144], got [2, 11, 12, 1]",
    );
    const split = { size: 2, features: 144, labels: [0, 4], image: () => new Uint8Array(144) };
    await expect(classifier.fit(split)).rejects.toThrow(
      "ImageClassifier.fit: expected labels to be integers in [0, 4), got 4 for sample 1",
    );
    await expect(classifier.evaluate({ ...split, labels: [0] })).rejects.toThrow(
      "ImageClassifier.evaluate: expected one label per sample (2), got 1",
    );
    await expect(
      classifier.fit({ ...split, labels: [0, 1] }, { batchSize: 2, signal: AbortSignal.abort() }),
    ).rejects.toThrow("aborted");
    await expect(classifier.fit(split, { shift: -1 })).rejects.toThrow(RangeError);
    await expect(ImageClassifier.create({ classes: 1 })).rejects.toThrow(RangeError);
    await expect(ImageClassifier.create({ filters: [] })).rejects.toThrow(
      "create: expected filters of at least one convolution, got []",
    );
    await expect(ImageClassifier.fromSafetensors(new Uint8Array(4))).rejects.toThrow(RangeError);
    for (const used of [wrong, classifier]) used.dispose();
    expect(() => classifier.features(wrong)).toThrow(
      "features: expected a model in use, got one that was disposed of",
    );
  });
});
