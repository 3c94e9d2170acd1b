import { useBackend } from "@elbowjs/backend";
import { memory, ones, type Tensor, tensor, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  featureStatistics,
  frechetDistance,
  type ImageClassifier,
  sampleQuality,
} from "../src/classifier/index.js";
import { GaussianVae, StandardVae } from "../src/index.js";
import fixture from "./fixtures/quality.json" with { type: "json" };
import { hashed } from "./parity-weights.js";
import { smallClassifier } from "./small-classifier.js";

/** make-quality.py's features(salt, rows, d). */
function features(salt: number, rows: number, d: number): Float64Array {
  const [x, mix, mean] = [hashed(salt, rows * d), hashed(salt + 1, d * d), hashed(salt + 2, d)];
  return Float64Array.from({ length: rows * d }, (_, place) => {
    const [i, j] = [Math.floor(place / d), place % d];
    let total = mean[j]! + x[i * d + j]!;
    for (let k = 0; k < d; k++) total += 0.5 * x[i * d + k]! * mix[k * d + j]!;
    return total;
  });
}

function expectClose(got: ArrayLike<number>, wanted: readonly number[]) {
  expect(got).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(got[i]).toBeCloseTo(value, 12);
}

describe("frechetDistance(a, b)", () => {
  it.each(fixture.frechet)("is SciPy's on $d features", ({ salt, d, rows, distance, mean, covariance }) => {
    const a = featureStatistics(features(salt, rows, d), d);
    const b = featureStatistics(features(salt + 5, rows / 2, d), d);
    expect(a.size).toBe(rows);
    expectClose(a.mean, mean);
    expectClose(a.covariance, covariance);
    expect(Math.abs(frechetDistance(a, b) / distance - 1)).toBeLessThan(1e-10);
    expect(Math.abs(frechetDistance(b, a) / distance - 1)).toBeLessThan(1e-10);
    expect(Math.abs(frechetDistance(a, a))).toBeLessThan(1e-10);
  });

  it("is the closed form for independent features, and for a shift, also where the covariance is singular", () => {
    const diagonal = (mean: number[], variances: number[]) => ({
      size: 9,
      mean: Float64Array.from(mean),
      covariance: Float64Array.from(variances.flatMap((v, i) => variances.map((_, j) => (i === j ? v : 0)))),
    });
    // (1 − 3)² + (√4 − √9)² + (√0 − √1)² + (√2 − √2)²
    const distance = frechetDistance(diagonal([1, 0, 0], [4, 0, 2]), diagonal([3, 0, 0], [9, 1, 2]));
    expect(distance).toBeCloseTo(6, 12);
    // Four points in 16 dimensions, and the same moved by (0.5, …, 0.5).
    const few = features(1, 4, 16);
    const moved = featureStatistics(
      few.map((value) => value + 0.5),
      16,
    );
    expect(frechetDistance(featureStatistics(few, 16), moved)).toBeCloseTo(16 * 0.25, 6);
  });

  it("refuses statistics that do not fit", () => {
    const a = featureStatistics(features(1, 5, 2), 2);
    const b = featureStatistics(features(1, 5, 3), 3);
    expect(() => frechetDistance(a, b)).toThrow(
      "frechetDistance: expected statistics of equally many features, got 2 and 3",
    );
    expect(() => featureStatistics([1, 2, 3], 3)).toThrow(
      "featureStatistics: expected at least 2 rows of 3 features, got 3 values",
    );
    expect(() => featureStatistics([1, 2, Number.NaN, 4], 2)).toThrow(
      "featureStatistics: expected finite features, got NaN in row 1",
    );
  });
});

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
    const options = { latent: 2, imageShape: [12, 12, 1], stages: [{ type: "flatten" }] } as const;
    const models = [await GaussianVae.create(options), await StandardVae.create(options)];
    const before = memory().numTensors;
    for (const model of models) {
      const read = (seed: number) => sampleQuality(classifier, model, { count: 10, batchSize: 4, seed });
      const quality = await read(3);
      expect(quality.size).toBe(10);
      expect(quality.classShares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(await read(3)).toEqual(quality);
      expect((await read(4)).features.mean).not.toEqual(quality.features.mean);
      expect(memory().numTensors).toBe(before);
    }
    const seeds: number[] = [];
    const sample = (n: number, { seed }: { seed: number }): Tensor => {
      seeds.push(seed);
      return zeros([n, 12, 12, 1]);
    };
    await sampleQuality(classifier, { sample }, { count: 10, batchSize: 4 });
    expect(new Set(seeds).size).toBe(3);
    for (const model of models) model.dispose();
  });

  it("refuses what it cannot read", async () => {
    await expect(sampleQuality(classifier, images, { confidence: 0 })).rejects.toThrow(
      "sampleQuality: expected confidence in (0, 1], got 0",
    );
    await expect(sampleQuality(classifier, images, { count: 0 })).rejects.toThrow(RangeError);
    await expect(sampleQuality(classifier, new Float32Array(10))).rejects.toThrow(
      "sampleQuality: expected a multiple of 144 values, got 10",
    );
    const blank = { sample: (n: number) => ones([n, 5, 5, 1]) };
    const before = memory().numTensors;
    await expect(sampleQuality(classifier, blank)).rejects.toThrow(
      "sampleQuality: expected images of shape [n, 12, 12, 1] or [n, 144], got [250, 5, 5, 1]",
    );
    expect(memory().numTensors).toBe(before);
    await expect(sampleQuality(classifier, "digits" as never)).rejects.toThrow(TypeError);
    const nothing = images.map(() => Number.NaN);
    await expect(sampleQuality(classifier, nothing)).rejects.toThrow(
      "featureStatistics: expected finite features, got NaN in row 0",
    );
  });
});
