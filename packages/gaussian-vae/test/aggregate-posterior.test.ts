import { useBackend } from "@elbowjs/backend";
import { featureStatistics } from "@elbowjs/image-evaluation";
import { hashed } from "@elbowjs/test-kit/hashed";
import {
  add,
  dispose,
  exp,
  mean,
  memory,
  moments,
  ones,
  type Tensor,
  tensor,
  tidy,
  zeros,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  aggregatePosterior,
  fitMixture,
  type GaussianMixture,
  mixtureSampler,
  readMixture,
  writeMixture,
} from "../src/aggregate-posterior/index.js";
import { GaussianVae, StandardVae } from "../src/index.js";
import fixture from "./fixtures/mixture.json" with { type: "json" };

const { d } = fixture;

/** LLᵀ. */
function covariance(lower: Float64Array): number[] {
  return Array.from({ length: d * d }, (_, place) => {
    const [i, j] = [Math.floor(place / d), place % d];
    let total = 0;
    for (let k = 0; k < d; k++) total += lower[i * d + k]! * lower[j * d + k]!;
    return total;
  });
}

function expectClose(got: ArrayLike<number>, wanted: readonly number[], digits: number) {
  expect(got).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(got[i]).toBeCloseTo(value, digits);
}

/** Mean, and variance plus what lies within each image's posterior. */
async function momentsOf(make: () => { mean: Tensor; variance: Tensor; within: Tensor }) {
  const made = tidy(() => {
    const { mean, variance, within } = make();
    return { mean, variance: add(variance, within) };
  });
  const values = { mean: await made.mean.data(), variance: await made.variance.data() };
  dispose([made.mean, made.variance]);
  return values;
}

describe("fitMixture(points, d)", () => {
  const initial: GaussianMixture = fixture.initialRows.map((row, k) => ({
    weight: fixture.initialWeights[k]!,
    mean: Float64Array.from(fixture.points.slice(row * d, (row + 1) * d)),
    lower: Float64Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? fixture.initialDeviation : 0)),
  }));

  it.each(fixture.fits)(
    "is where scikit-learn is after $steps steps",
    async ({ steps, weights, means, covariances }) => {
      const fit = await fitMixture(fixture.points, d, { initial, iterations: steps, tolerance: 0 });
      for (const [k, { weight, mean, lower }] of fit.entries()) {
        expect(weight).toBeCloseTo(weights[k]!, 10);
        expectClose(mean, means[k]!, 10);
        expectClose(covariance(lower), covariances[k]!, 10);
      }
    },
  );

  it("with one component is the Gaussian of maximum likelihood, whatever the seed", async () => {
    const [fit] = await fitMixture(fixture.points, d, { components: 1, floor: 0 });
    const n = fixture.points.length / d;
    const mean = Array.from(
      { length: d },
      (_, j) => fixture.points.reduce((sum, value, i) => (i % d === j ? sum + value : sum), 0) / n,
    );
    expect(fit!.weight).toBe(1);
    expectClose(fit!.mean, mean, 12);
    const [other] = await fitMixture(fixture.points, d, { components: 1, floor: 0, seed: 7 });
    expectClose(other!.mean, mean, 12);
  });

  it("finds three far groups from random points of them, the same for a seed", async () => {
    const points = hashed(3, 600).map((value, i) => value + 20 * (Math.floor(i / 2) % 3));
    const fit = await fitMixture(points, 2, { components: 3, seed: 4 });
    const sorted = [...fit].sort((a, b) => a.mean[0]! - b.mean[0]!);
    for (const [k, { weight, mean }] of sorted.entries()) {
      expect(weight).toBeCloseTo(1 / 3, 6);
      expect(Math.abs(mean[0]! - 20 * k)).toBeLessThan(0.3);
    }
    expect(await fitMixture(points, 2, { components: 3, seed: 4 })).toEqual(fit);
  });

  it("tells its progress, and stops at a signal", async () => {
    const stop = new AbortController();
    const steps: number[] = [];
    const progress = (done: number, total: number) => {
      steps.push(done);
      expect(total).toBe(40);
      if (done === 3) stop.abort();
    };
    const options = { initial, iterations: 40, tolerance: 0, progress, signal: stop.signal };
    await expect(fitMixture(fixture.points, d, options)).rejects.toThrow(/abort/i);
    expect(steps).toEqual([1, 2, 3]);
  });

  it("refuses what it cannot fit", async () => {
    await expect(fitMixture([1, 2, 3], 1, { components: 4 })).rejects.toThrow(
      "fitMixture: expected at least 4 points of 1 numbers, got 3 numbers",
    );
    await expect(fitMixture([1, 1, 2, 2, 3, 3], 2, { components: 1, floor: 0 })).rejects.toThrow(
      "fitMixture: expected points that spread in all 2 dimensions, got a component without; take fewer components or a larger floor",
    );
    await expect(fitMixture([1, 2, 3], 1, { components: 0 })).rejects.toThrow(RangeError);
    await expect(fitMixture([1, 2, 3], 1, { components: 1, floor: -1 })).rejects.toThrow(RangeError);
  });
});

describe("aggregatePosterior(vae, images)", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm", "cpu"] });
  });
  const options = { latent: d, imageShape: [4, 4, 1], stages: [{ type: "flatten" }] } as const;
  const images = hashed(5, 400 * 16).map(Math.abs);

  it("draws z with the mean and variance that q(z|x) has over the images, and decodes them", async () => {
    for (const vae of [await GaussianVae.create(options), await StandardVae.create(options)]) {
      const before = memory().numTensors;
      const posterior = await aggregatePosterior(vae, images, { components: 2, batchSize: 150 });
      // Var z = Var E[z|x] + E Var[z|x]; the second is 1 in the Gaussian autoencoder.
      const wanted = await momentsOf(() => {
        const q = vae.encode(tensor(images, [400, 16]));
        if (!("mean" in q)) return { ...moments(q, 0), within: ones([d]) };
        return { ...moments(q.mean, 0), within: mean(exp(q.logVar), 0) };
      });
      const got = await momentsOf(() => ({
        ...moments(posterior.draw(4000, { seed: 2 }), 0),
        within: zeros([d]),
      }));
      for (let i = 0; i < d; i++) {
        // 400 draws behind the fit: four standard errors of their mean and of their variance.
        expect(Math.abs(got.mean[i]! - wanted.mean[i]!)).toBeLessThan(4 / Math.sqrt(400));
        expect(Math.abs(got.variance[i]! / wanted.variance[i]! - 1)).toBeLessThan(4 * Math.sqrt(2 / 400));
      }
      const decode = (seed: number) => tidy(() => vae.decode(posterior.draw(9, { seed })).dataSync());
      const sampled = posterior.sample(9, { seed: 2 });
      expect(await sampled.data()).toEqual(decode(2));
      expect(await sampled.data()).not.toEqual(decode(3));
      sampled.dispose();
      expect(memory().numTensors).toBe(before);
      vae.dispose();
    }
  });

  it("with noise 0 is a mixture of g(x) itself: its one component is their mean and covariance", async () => {
    const vae = await GaussianVae.create(options);
    const { mixture } = await aggregatePosterior(vae, images, { components: 1, noise: 0, floor: 0 });
    const z = tidy(() => vae.encode(tensor(images, [400, 16])).dataSync());
    const { mean, covariance: wanted } = featureStatistics(z, d);
    for (const [i, value] of mean.entries()) expect(mixture[0]!.mean[i]).toBeCloseTo(value, 6);
    // Maximum likelihood divides by n.
    for (const [i, value] of covariance(mixture[0]!.lower).entries())
      expect(value).toBeCloseTo((wanted[i]! * 399) / 400, 6);
    await expect(aggregatePosterior(vae, images, { noise: -1 })).rejects.toThrow(
      "aggregatePosterior: expected noise ≥ 0, got -1",
    );
    vae.dispose();
  });

  it("a file of the mixture gives the same images, but for its rounding to float32", async () => {
    const vae = await GaussianVae.create(options);
    const posterior = await aggregatePosterior(vae, images, { components: 3 });
    const again = mixtureSampler(vae, readMixture(writeMixture(posterior.mixture)));
    const [wanted, got] = [posterior, again].map((one) => tidy(() => one.sample(50, { seed: 4 }).dataSync()));
    for (const [i, value] of wanted!.entries()) expect(got![i]).toBeCloseTo(value, 5);
    const other = await GaussianVae.create({ ...options, latent: d + 1 });
    expect(() => mixtureSampler(other, posterior.mixture)).toThrow(
      "mixtureSampler: expected a mixture in 4 dimensions, got 3",
    );
    const weights = await vae.toSafetensors();
    expect(() => readMixture(weights)).toThrow(
      "readMixture: expected a file that writeMixture wrote, got one without mean of shape [k, d]",
    );
    for (const model of [vae, other]) model.dispose();
  });

  it("refuses images of another shape, and a count of none", async () => {
    const vae = await GaussianVae.create(options);
    await expect(aggregatePosterior(vae, new Float32Array(10))).rejects.toThrow(
      "aggregatePosterior: expected a multiple of 16 values, the numbers per sample, got 10",
    );
    const posterior = await aggregatePosterior(vae, images, { components: 1 });
    expect(() => posterior.sample(0)).toThrow(
      "AggregatePosterior.draw: expected n to be an integer in [1, 89478485], got 0",
    );
    vae.dispose();
  });
});
