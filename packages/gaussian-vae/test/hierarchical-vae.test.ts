import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsOfVariants } from "@elbowjs/test-kit/on-each-backend";
import { isThorough } from "@elbowjs/test-kit/thorough";
import type { EpochReport } from "@elbowjs/training";
import {
  mean,
  memory,
  neg,
  reshape,
  slice,
  sum,
  tensor,
  tensor2d,
  tidy,
  tile,
  variableGrads,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { HierarchicalVae, type HierarchicalVaeOptions, negativeLogLikelihood } from "../src/index.js";
import { expectGradients, fill } from "./filled-weights.js";
import fixture from "./fixtures/hierarchical-vae.json" with { type: "json" };

/** A report without its time. */
const untimed = ({ seconds: _, ...report }: EpochReport) => report;

// fixtures/hierarchical-vae.json: PyTorch 1.13.0, float64, written by fixtures/make-hierarchical-vae.py.

const { n, side, latent, upperLatent, hidden } = fixture;
const dense: HierarchicalVaeOptions = {
  latent,
  upperLatent,
  hidden,
  imageShape: [side, side, 1],
  stages: [{ type: "flatten" }, { type: "linear", units: fixture.stage }],
};

/** The fixture's images and noise. */
const inputs = () => ({
  x: tensor(hashed(1, n * side * side).map(Math.abs), [n, side * side]),
  noise: tensor2d(
    hashed(2, n * (latent + upperLatent)).map((u) => 2 * u),
    [n, latent + upperLatent],
  ),
});

/** `count` images of 4×4: a bright bar of one of four widths. */
const bars = (count: number) =>
  Float32Array.from({ length: count * 16 }, (_, i) => Number(i % 4 <= Math.floor(i / 16) % 4));

const backends = backendsOfVariants;

describe.each(backends)("HierarchicalVae on %s", (backend) => {
  // A step on the software GPU takes about a second.
  const [images, epochs] = backend === "webgpu" ? [8, 1] : [32, 12];

  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it.each(fixture.cases)(
    "objective matches PyTorch, loss and every gradient: β $beta, free bits $freeBits",
    async ({ beta, freeBits, loss, gradients }) => {
      const vae = await HierarchicalVae.create(dense);
      fill(vae.weights());
      const { x, noise } = inputs();
      const trained = [...vae.weights()].filter(([, { trainable }]) => trainable);
      const { value, grads } = variableGrads(
        () => vae.objective(x, noise, { beta, freeBits }),
        trained.map(([, { variable }]) => variable),
      );
      expect((await value.data())[0]! / loss).toBeCloseTo(1, 5);
      await expectGradients(trained, grads, gradients);
      for (const used of [x, noise, value, ...Object.values(grads)]) used.dispose();
      vae.dispose();
    },
  );

  it("terms(x, noise) match PyTorch in evaluation: reconstruction, both levels, importance weights", async () => {
    const vae = await HierarchicalVae.create(dense);
    fill(vae.weights());
    const { x, noise } = inputs();
    const { reconstruction, levels, logWeights } = fixture.evaluation;
    const kept = tidy(() => {
      const terms = vae.terms(x, noise, { training: false, random: () => 0 });
      return {
        reconstruction: terms.reconstruction,
        kl: terms.levels.map(({ kl }) => mean(kl, 0)),
        ratios: terms.levels.map((level) => sum(level.logRatio(), 1)),
      };
    });
    const close = async (value: { data(): Promise<ArrayLike<number>> }, expected: number[]) => {
      for (const [i, v] of Array.from(await value.data()).entries())
        expect(Math.abs(v - expected[i]!) / (1 + Math.abs(expected[i]!))).toBeLessThan(1e-5);
    };
    await close(kept.reconstruction, reconstruction);
    for (const [i, kl] of kept.kl.entries()) await close(kl, levels[i]!);
    const [likely, lower, upper] = await Promise.all(
      [kept.reconstruction, ...kept.ratios].map(async (value) => value.data()),
    );
    for (const [i, expected] of logWeights.entries())
      expect(Math.abs(-likely![i]! - lower![i]! - upper![i]! - expected)).toBeLessThan(
        1e-4 * Math.abs(expected),
      );
    for (const used of [x, noise, kept.reconstruction, ...kept.kl, ...kept.ratios]) used.dispose();
    vae.dispose();
  });

  it("fit, evaluate and importanceBound give the same numbers for the same seed, and keep no tensor", async () => {
    const before = memory().numTensors;
    const run = async () => {
      const vae = await HierarchicalVae.create(dense);
      const start = await vae.evaluate(bars(images));
      await vae.fit(bars(images), { epochs, batchSize: 8, optimizer: { type: "adam", learningRate: 0.02 } });
      const results = {
        bytes: await vae.toSafetensors(),
        start: start.loss,
        elbo: await vae.evaluate(bars(images)),
        bound: await vae.importanceBound(bars(4), { k: 10, chunk: 5 }),
      };
      vae.dispose();
      return results;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(memory().numTensors).toBe(before);
    if (backend !== "webgpu") expect(first.elbo.loss).toBeLessThan(0.8 * first.start); // one step proves nothing
  });
});

describe("HierarchicalVae", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("objective takes a draw's negative term as it is", async () => {
    const vae = await HierarchicalVae.create(dense);
    for (const [name, { variable }] of vae.weights()) {
      const value = name === "upperDecoder.4.bias" ? tensor([0, 0, 0, -1, -1, -1]) : zerosLike(variable);
      variable.assign(value);
      value.dispose();
    }
    const { x } = inputs();
    const noise = tensor2d(new Float32Array(n * 5), [n, 5]);
    const loss = tidy(() => vae.objective(x, noise));
    // q(z₁|x) = N(0, 1), p(z₁|z₂) = N(0, e⁻¹), z₁ = 0: ln q − ln p = −½ by unit; logits 0: 16 ln 2; KL of level 2: 0
    expect((await loss.data())[0]!).toBeCloseTo(16 * Math.LN2 - 1.5, 4);
    for (const used of [x, noise, loss]) used.dispose();
    vae.dispose();
  });

  it("importanceBound(images, {k}) rises to ln p(x), found by quadrature over both latent units", async () => {
    const vae = await HierarchicalVae.create({ ...dense, latent: 1, upperLatent: 1, seed: 3 });
    await vae.fit(bars(32), { epochs: 40, batchSize: 8, optimizer: { type: "adam", learningRate: 0.02 } });
    const image = bars(2).subarray(16);
    const step = 0.05;
    const grid = Float32Array.from({ length: 241 }, (_, i) => -6 + i * step);
    // ln p(x|z₁) on a grid of z₁, and μₚ, ln σₚ² of p(z₁|z₂) on a grid of z₂
    const parts = tidy(() => {
      const logits = reshape(vae.logits(tensor2d(grid, [241, 1])), [241, 16]);
      const x = tensor2d(image, [1, 16]);
      return {
        likely: neg(negativeLogLikelihood({ type: "bernoulli" }, logits, x)),
        upper: vae.upperDecoder.apply(tensor2d(grid, [241, 1]), { training: false, random: () => 0 }),
      };
    });
    const [likely, upper] = await Promise.all([parts.likely.data(), parts.upper.data()]);
    const normal = (v: number, mean: number, logVar: number) =>
      Math.exp(-0.5 * (logVar + (v - mean) ** 2 / Math.exp(logVar))) / Math.sqrt(2 * Math.PI);
    let evidence = 0;
    for (let j = 0; j < 241; j++)
      for (let i = 0; i < 241; i++)
        evidence +=
          Math.exp(likely[i]!) *
          normal(grid[i]!, upper[2 * j]!, upper[2 * j + 1]!) *
          normal(grid[j]!, 0, 0) *
          step ** 2;
    // exp(bound) is a mean of weights, hence unbiased for p(x): twenty of them within four standard errors.
    const ratios: number[] = [];
    for (let seed = 0; seed < 20; seed++)
      ratios.push(Math.exp(await vae.importanceBound(image, { k: 5000, seed })) / evidence);
    const average = ratios.reduce((total, ratio) => total + ratio / 20, 0);
    const error = Math.sqrt(ratios.reduce((total, ratio) => total + (ratio - average) ** 2 / 19, 0) / 20);
    expect(Math.abs(average - 1)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.02);
    for (const used of [parts.likely, parts.upper]) used.dispose();
    vae.dispose();
  });

  it("evaluate adds both levels up; files and checkpoints keep every bit", async () => {
    const before = memory().numTensors;
    const options = { epochs: 4, batchSize: 8, validation: bars(16), klWarmup: 0.5, averageDecay: 0.9 };
    const vae = await HierarchicalVae.create(dense);
    let saved: Uint8Array | undefined;
    const { epochs } = await vae.fit(bars(32), {
      ...options,
      onEpoch: async ({ epoch }, checkpoint) => {
        if (epoch === 2) saved = await checkpoint();
      },
    });
    const end = await vae.evaluate(bars(32));
    expect(end.loss).toBeCloseTo(end.reconstruction + end.kl, 9);
    expect(end.kl).toBeCloseTo(end.levels[0]!.kl + end.levels[1]!.kl, 9);
    expect(end.levels.map(({ klByUnit }) => klByUnit.length)).toEqual([latent, upperLatent]);
    for (const { kl, klByUnit } of end.levels)
      expect(kl).toBeCloseTo(
        klByUnit.reduce((total, value) => total + value, 0),
        9,
      );
    const resumed = await HierarchicalVae.fromSafetensors(saved!);
    expect((await resumed.fit(bars(32), { ...options, resume: saved! })).epochs.map(untimed)).toEqual(
      epochs.map(untimed),
    );
    expect(await resumed.toSafetensors()).toEqual(await vae.toSafetensors());
    vae.dispose();
    resumed.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.runIf(isThorough("a thousand steps of HierarchicalVae"))(
    "fit keeps the number of tensors flat over 1,000 steps",
    async () => {
      const vae = await HierarchicalVae.create({
        latent: 2,
        upperLatent: 1,
        hidden: 2,
        imageShape: [2, 2, 1],
        stages: [{ type: "flatten" }],
      });
      const counts = new Set<number>();
      await vae.fit(bars(2), { epochs: 250, batchSize: 2, onBatch: () => counts.add(memory().numTensors) });
      expect(counts.size).toBe(1);
      vae.dispose();
    },
  );

  it("sample(n) draws z₂, then z₁ given z₂: with p(z₁|z₂) = N(3, 4) they are N(3, 4)", async () => {
    const vae = await HierarchicalVae.create({ ...dense, latent: 1 });
    for (const [name, { variable }] of vae.weights()) {
      if (!name.startsWith("upperDecoder")) continue;
      const value = name === "upperDecoder.4.bias" ? tensor([3, Math.log(4)]) : zerosLike(variable);
      variable.assign(value);
      value.dispose();
    }
    // A decoder that shows z: logit = z on every pixel.
    vae.decoder.apply = (z) => tidy(() => tile(reshape(z, [-1, 1, 1, 1]), [1, side, side, 1]));
    const images = vae.sample(4000, { seed: 1 });
    const values = Array.from(await images.data()).filter((_, i) => i % 16 === 0);
    const z = values.map((f) => Math.log(f / (1 - f)));
    const center = z.reduce((total, v) => total + v, 0) / z.length;
    const variance = z.reduce((total, v) => total + (v - center) ** 2, 0) / z.length;
    expect(Math.abs(center - 3)).toBeLessThan(4 * Math.sqrt(4 / 4000));
    expect(Math.abs(variance - 4)).toBeLessThan(4 * 4 * Math.sqrt(2 / 4000));
    images.dispose();
    vae.dispose();
  });

  it("encodes, decodes, reconstructs and samples in the shapes it documents", async () => {
    const vae = await HierarchicalVae.create({ ...dense, classes: 3 });
    const { x, noise } = inputs();
    const labels = [0, 1, 2, 0, 1, 2];
    const q = vae.encode(x, { labels });
    const made = [
      vae.decode(q.mean, { labels }),
      vae.reconstruct(x, { labels }),
      vae.sample(n, { label: 1 }),
    ];
    expect(q.mean.shape).toEqual([n, latent]);
    for (const images of made) expect(images.shape).toEqual([n, side, side, 1]);
    expect(await made[0]!.data()).toEqual(await made[1]!.data());
    for (const used of [x, noise, q.mean, q.logVar, ...made]) used.dispose();
    vae.dispose();
  });

  it("warns of the level that collapsed, and refuses what does not fit", async () => {
    const vae = await HierarchicalVae.create(dense);
    for (const name of ["upperEncoder.4.weight", "upperEncoder.4.bias"]) {
      const { variable } = vae.weights().get(name)!;
      const nothing = zerosLike(variable);
      variable.assign(nothing);
      nothing.dispose();
    }
    const { levels, warning } = await vae.evaluate(bars(8));
    expect(levels[1]!.activeUnits).toBe(0);
    expect(warning).toMatch(/level 2: 2 of 2 latent units \(0, 1\) do not .* q\(z₂\|z₁\) fell to the prior/);
    const { x, noise } = inputs();
    expect(() => vae.objective(x, slice(noise, [0, 0], [n, latent]))).toThrow(
      "objective: expected noise of shape [6, 5], got [6, 3]",
    );
    vae.dispose();
    expect(() => vae.sample(1)).toThrow("sample: expected a model in use, got one that was disposed of");
    await expect(HierarchicalVae.create({ upperLatent: 0 })).rejects.toThrow(
      "create: expected upperLatent to be an integer ≥ 1, got 0",
    );
    await expect(HierarchicalVae.fromSafetensors(new Uint8Array(4))).rejects.toThrow(
      "is this a safetensors file?",
    );
  });
});
