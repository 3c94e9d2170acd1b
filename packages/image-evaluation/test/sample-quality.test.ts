import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { memory, ones, randomUniform, type Tensor, tensor, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { featureStatistics, frechetDistance, type ImageClassifier, sampleQuality } from "../src/index.js";
import fixture from "./fixtures/classifier.json" with { type: "json" };
import { smallClassifier } from "./small-classifier.js";

describe("sampleQuality(classifier, source)", () => {
  let classifier: ImageClassifier;
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm", "cpu"] });
    classifier = await smallClassifier();
  });
  const images = hashed(99, 6 * 144).map(Math.abs);
  const rows = (list: readonly number[], width: number) =>
    Array.from({ length: list.length / width }, (_, i) => list.slice(i * width, (i + 1) * width));

  it("counts what PyTorch's probabilities say, whatever kind the images are of and whatever the batches", async () => {
    const probabilities = rows(fixture.classifier.probabilities, 4);
    const largest = probabilities.map((row) => Math.max(...row));
    const confidence = [...largest].sort((a, b) => a - b)[3]! - 1e-4; // the upper three of six
    const before = memory().numTensors;
    const quality = await sampleQuality(classifier, images, { confidence, batchSize: 4 });
    expect(quality).toMatchObject({ size: 6, confident: 0.5 });
    expect(quality.meanConfidence).toBeCloseTo(largest.reduce((a, b) => a + b) / 6, 5);
    expect(quality.classShares).toEqual(
      [0, 1, 2, 3].map((c) => probabilities.filter((row, i) => row.indexOf(largest[i]!) === c).length / 6),
    );
    const reference = featureStatistics(fixture.classifier.features, 5);
    expect(frechetDistance(quality.features, reference)).toBeLessThan(1e-6);
    const given = tensor(images, [6, 12, 12, 1]);
    expect(await sampleQuality(classifier, given, { confidence, batchSize: 4 })).toEqual(quality);
    given.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("draws from a model: the same for a seed, other images for another seed and in every batch", async () => {
    const noise = (n: number, { seed }: { readonly seed: number }): Tensor =>
      randomUniform([n, 12, 12, 1], 0, 1, "float32", seed);
    const before = memory().numTensors;
    const read = (seed: number) =>
      sampleQuality(classifier, { sample: noise }, { count: 10, batchSize: 4, seed });
    const quality = await read(3);
    expect(quality.size).toBe(10);
    expect(quality.classShares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(await read(3)).toEqual(quality);
    expect((await read(4)).features.mean).not.toEqual(quality.features.mean);
    expect(memory().numTensors).toBe(before);
    const seeds: number[] = [];
    const sample = (n: number, { seed }: { seed: number }): Tensor => {
      seeds.push(seed);
      return zeros([n, 12, 12, 1]);
    };
    await sampleQuality(classifier, { sample }, { count: 10, batchSize: 4 });
    expect(new Set(seeds).size).toBe(3);
  });

  it("refuses what it cannot read", async () => {
    await expect(sampleQuality(classifier, images, { confidence: 0 })).rejects.toThrow(
      "sampleQuality: expected confidence in (0, 1], got 0",
    );
    await expect(sampleQuality(classifier, images, { count: 0 })).rejects.toThrow(RangeError);
    await expect(sampleQuality(classifier, new Float32Array(10))).rejects.toThrow("sampleQuality: expected");
    const blank = { sample: (n: number) => ones([n, 5, 5, 1]) };
    const before = memory().numTensors;
    await expect(sampleQuality(classifier, blank)).rejects.toThrow(
      "sampleQuality: expected images of shape [n, 12, 12, 1] or [n, 144], got [250, 5, 5, 1]",
    );
    expect(memory().numTensors).toBe(before);
    await expect(sampleQuality(classifier, "digits" as never)).rejects.toThrow(TypeError);
    const nothing = images.map(() => Number.NaN);
    await expect(sampleQuality(classifier, nothing)).rejects.toThrow("sampleQuality: expected");
  });
});
