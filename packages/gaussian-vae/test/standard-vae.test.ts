import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsOfVariants } from "@elbowjs/test-kit/on-each-backend";
import { isThorough } from "@elbowjs/test-kit/thorough";
import type { EpochReport } from "@elbowjs/training";
import {
  memory,
  reshape,
  type Tensor,
  tensor,
  tensor2d,
  tidy,
  tile,
  variableGrads,
  zeros,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  freeBitsKl,
  klDivergence,
  type Likelihood,
  negativeLogLikelihood,
  StandardVae,
  type StandardVaeOptions,
} from "../src/index.js";
import { expectGradients, fill } from "./filled-weights.js";
import fixture from "./fixtures/standard-vae.json" with { type: "json" };

/** A report without its time. */
const untimed = ({ seconds: _, ...report }: EpochReport) => report;

const dense: StandardVaeOptions = {
  latent: fixture.latent,
  imageShape: [fixture.side, fixture.side, 1],
  stages: [{ type: "flatten" }, { type: "linear", units: fixture.hidden }],
};

/** The model of fixtures/make-standard-vae.py. */
async function filled(likelihood: Likelihood, classes: number): Promise<StandardVae> {
  const vae = await StandardVae.create({ ...dense, likelihood, classes });
  fill(vae.weights());
  return vae;
}

async function list(value: Tensor): Promise<number[]> {
  const values = [...(await value.data())];
  value.dispose();
  return values;
}

/** n images of 4×4: a bright bar of one of four widths. */
const bars = (n: number) =>
  Float32Array.from({ length: n * 16 }, (_, i) => Number(i % 4 <= Math.floor(i / 16) % 4));

const backends = backendsOfVariants;

describe.each(backends)("objective on %s", (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it.each(fixture.cases)(
    "matches PyTorch, loss and every gradient: deviation $deviation, β $beta, free bits $freeBits, $classes classes",
    async ({ deviation, beta, freeBits, classes, loss, gradients }) => {
      const vae = await filled(
        deviation === null ? { type: "bernoulli" } : { type: "gaussian", deviation },
        classes,
      );
      const labels = classes > 0 ? fixture.labels : undefined;
      const pixels = fixture.side ** 2;
      const x = tensor(hashed(1, fixture.n * pixels).map(Math.abs), [
        fixture.n,
        fixture.side,
        fixture.side,
        1,
      ]);
      const noise = tensor2d(
        hashed(2, fixture.n * fixture.latent).map((u) => 2 * u),
        [fixture.n, fixture.latent],
      );
      const trained = [...vae.weights()].filter(([, { trainable }]) => trainable);
      const { value, grads } = variableGrads(
        () => vae.objective(x, noise, { beta, freeBits, labels }),
        trained.map(([, { variable }]) => variable),
      );
      expect((await value.data())[0]! / loss).toBeCloseTo(1, 5);
      await expectGradients(trained, grads, gradients);
      for (const used of [x, noise, value, ...Object.values(grads)]) used.dispose();
      vae.dispose();
    },
  );
});

describe.each(backends)("StandardVae on %s", (backend) => {
  // A step on the software GPU takes about a second.
  const [images, epochs] = backend === "webgpu" ? [16, 1] : [32, 6];

  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it.each([
    ["dense", dense],
    [
      "convolutional",
      {
        latent: 2,
        imageShape: [4, 4, 1],
        stages: [
          { type: "conv2d", channels: 2, kernel: 2, stride: 2 },
          { type: "flatten" },
          { type: "linear", units: 4 },
        ],
      },
    ],
  ] as [string, StandardVaeOptions][])(
    "%s: fit, evaluate and importanceBound give the same numbers for the same seed, and keep no tensor",
    async (_, options) => {
      const before = memory().numTensors;
      const run = async () => {
        const vae = await StandardVae.create(options);
        await vae.fit(bars(images), {
          epochs,
          batchSize: 8,
          optimizer: { type: "adam", learningRate: 0.02 },
        });
        const results = {
          bytes: await vae.toSafetensors(),
          elbo: await vae.evaluate(bars(images)),
          bound: await vae.importanceBound(bars(4), { k: 10, chunk: 5 }),
        };
        vae.dispose();
        return results;
      };
      const { bytes, elbo, bound } = await run();
      expect(await run()).toEqual({ bytes, elbo, bound });
      expect(memory().numTensors).toBe(before);
      // 16 ln 2 = 11.1 is the loss of a model that says nothing of any pixel; two steps do not get there.
      if (backend !== "webgpu") expect(elbo.loss).toBeLessThan(11);
    },
  );
});

describe("the parts of the ELBO", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("klDivergence(mean, logVar) is 0 at the prior, positive elsewhere, and ½(μ² + σ² − 1 − ln σ²)", async () => {
    expect(await list(klDivergence(zeros([1, 2]), zeros([1, 2])))).toEqual([0, 0]);
    // μ = 3, σ² = e²: ½(9 + 7.389056 − 1 − 2)
    expect((await list(klDivergence(tensor([[3]]), tensor([[2]]))))[0]).toBeCloseTo(6.694528, 5);
    for (const kl of await list(
      klDivergence(tensor2d(hashed(1, 50), [5, 10]), tensor2d(hashed(2, 50), [5, 10])),
    ))
      expect(kl).toBeGreaterThan(0);
  });

  it("freeBitsKl(kl, λ) counts no unit for less than λ", async () => {
    const kl = tensor2d([1, 0.1, 3, 0.1], [2, 2]); // means 2 and 0.1
    expect((await list(freeBitsKl(kl, 0.5)))[0]).toBeCloseTo(2.5, 6);
    expect((await list(freeBitsKl(kl, 0)))[0]).toBeCloseTo(2.1, 6);
  });

  it("negativeLogLikelihood is finite for logits of ±1000, and exact where it is known", async () => {
    const bernoulli = { type: "bernoulli" } as const;
    expect(
      await list(
        negativeLogLikelihood(bernoulli, tensor([[1000], [-1000], [1000]]), tensor([[1], [0], [0]])),
      ),
    ).toEqual([0, 0, 1000]);
    expect(
      (await list(negativeLogLikelihood(bernoulli, zeros([1, 4]), tensor([[1, 0, 0.5, 0.3]]))))[0],
    ).toBeCloseTo(4 * Math.LN2, 5);
    // f = ½, x = 1, σ = 2: ½·(½/2)² + ln 2 + ½ ln 2π = 0.03125 + 0.693147 + 0.918939
    const gaussian = { type: "gaussian", deviation: 2 } as const;
    expect((await list(negativeLogLikelihood(gaussian, zeros([1, 1]), tensor([[1]]))))[0]).toBeCloseTo(
      1.643336,
      5,
    );
  });
});

describe("StandardVae", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("importanceBound(images, {k}) rises from the ELBO to ln p(x), found by quadrature over one latent unit", async () => {
    const vae = await StandardVae.create({ ...dense, latent: 1, seed: 3 });
    await vae.fit(bars(32), { epochs: 40, batchSize: 8, optimizer: { type: "adam", learningRate: 0.02 } });
    const image = bars(2).subarray(16);
    // ln p(x) = ln ∫ p(x|z) N(z; 0, 1) dz, trapezoids of width 0.01 over ±8
    const grid = Float32Array.from({ length: 1601 }, (_, i) => -8 + i / 100);
    const losses = await list(
      tidy(() =>
        negativeLogLikelihood(
          { type: "bernoulli" },
          reshape(vae.logits(tensor2d(grid, [1601, 1])), [1601, 16]),
          tile(tensor2d(image, [1, 16]), [1601, 1]),
        ),
      ),
    );
    const evidence = Math.log(
      losses.reduce(
        (total, loss, i) => total + (Math.exp(-loss - grid[i]! ** 2 / 2) / Math.sqrt(2 * Math.PI)) * 0.01,
        0,
      ),
    );
    const one = await vae.importanceBound(image, { k: 1, seed: 1 });
    const many = await vae.importanceBound(image, { k: 5000, seed: 1 });
    // exp(bound) is a mean of 5,000 weights, hence unbiased for p(x): twenty of them within four standard errors.
    const ratios = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) =>
        Math.exp((await vae.importanceBound(image, { k: 5000, seed })) - evidence),
      ),
    );
    const mean = ratios.reduce((total, ratio) => total + ratio / 20, 0);
    const error = Math.sqrt(ratios.reduce((total, ratio) => total + (ratio - mean) ** 2 / 19, 0) / 20);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.02);
    expect(await vae.importanceBound(image, { k: 5000, seed: 1, chunk: 77 })).toBeCloseTo(many, 5);
    // On average over draws the bound with k = 1 is the ELBO, which is lower.
    let elbo = 0;
    for (let seed = 0; seed < 200; seed++) elbo += (await vae.importanceBound(image, { k: 1, seed })) / 200;
    expect(elbo).toBeLessThan(evidence);
    expect(one).toBe(await vae.importanceBound(image, { k: 1, seed: 1 }));
    vae.dispose();
  });

  it("fit lowers the loss, evaluate adds its terms up, files and checkpoints keep every bit, no tensor stays", async () => {
    const before = memory().numTensors;
    const options = {
      epochs: 6,
      batchSize: 8,
      validation: bars(16),
      klWarmup: 0.5,
      optimizer: { type: "adam", learningRate: 0.02 },
    } as const;
    const vae = await StandardVae.create(dense);
    const start = await vae.evaluate(bars(32));
    let saved: Uint8Array | undefined;
    const { epochs } = await vae.fit(bars(32), {
      ...options,
      onEpoch: async ({ epoch }, checkpoint) => {
        if (epoch === 3) saved = await checkpoint();
      },
    });
    const end = await vae.evaluate(bars(32));
    expect(end.loss).toBeLessThan(0.8 * start.loss);
    expect(end.loss).toBeCloseTo(end.reconstruction + end.kl, 9);
    expect(end.pixelError).toBeLessThan(start.pixelError);
    expect(end.kl).toBeCloseTo(
      end.klByUnit.reduce((total, kl) => total + kl, 0),
      9,
    );
    expect(await vae.evaluate(bars(32), { batchSize: 5 })).toMatchObject({
      size: 32,
      activeUnits: end.activeUnits,
    });
    const resumed = await StandardVae.fromSafetensors(saved!);
    expect((await resumed.fit(bars(32), { ...options, resume: saved! })).epochs.map(untimed)).toEqual(
      epochs.map(untimed),
    );
    expect(await resumed.toSafetensors()).toEqual(await vae.toSafetensors());
    await expect(resumed.fit(bars(32), { ...options, beta: 2, resume: saved! })).rejects.toThrow(
      "expected a checkpoint of a run with",
    );
    vae.dispose();
    resumed.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.runIf(isThorough("a thousand steps of StandardVae"))(
    "fit keeps the number of tensors flat over 1,000 steps",
    async () => {
      const vae = await StandardVae.create({
        latent: 1,
        imageShape: [2, 2, 1],
        stages: [{ type: "flatten" }],
        classes: 2,
      });
      const counts = new Set<number>();
      const labels = Array.from({ length: 8 }, (_, i) => i % 2);
      await vae.fit(bars(2), {
        epochs: 250,
        batchSize: 2,
        labels,
        onBatch: () => counts.add(memory().numTensors),
      });
      expect(counts.size).toBe(1);
      vae.dispose();
    },
  );

  it("warns of a collapsed posterior, and says why", async () => {
    const vae = await StandardVae.create(dense);
    for (const name of ["encoder.5.weight", "encoder.5.bias"]) {
      const { variable } = vae.weights().get(name)!;
      const nothing = zeros(variable.shape);
      variable.assign(nothing);
      nothing.dispose();
    }
    const { activeUnits, kl, warning } = await vae.evaluate(bars(8));
    expect(activeUnits).toBe(0);
    expect(kl).toBe(0);
    expect(warning).toMatch(
      /^3 of 3 latent units \(0, 1, 2\) do not depend on the image: .* carry 0\.0 nats\. q\(z\|x\) fell to the prior there/,
    );
    expect((await vae.evaluate(bars(1))).warning).toBeUndefined(); // one image has no variance
    // μ = 2 for every image: not the prior, and of no use either.
    const { variable } = vae.weights().get("encoder.5.bias")!;
    const constant = tensor([2, 2, 2, 0, 0, 0]);
    variable.assign(constant);
    constant.dispose();
    const constantly = await vae.evaluate(bars(8));
    expect(constantly.klByUnit).toEqual([2, 2, 2]); // ½·2²
    expect(constantly.activeUnits).toBe(0);
    expect(constantly.warning).toMatch(/carry 6\.0 nats\. q\(z\|x\) is the same for every image there/);
    vae.dispose();
  });

  it("encodes, decodes, reconstructs and samples in the shapes it documents", async () => {
    const vae = await StandardVae.create(dense);
    const x = tensor(bars(5), [5, 16]);
    const { mean, logVar } = vae.encode(x);
    const made = [vae.decode(mean), vae.reconstruct(x), vae.sample(5, { seed: 1 })];
    expect([mean.shape, logVar.shape]).toEqual([
      [5, 3],
      [5, 3],
    ]);
    for (const images of made) expect(images.shape).toEqual([5, 4, 4, 1]);
    expect(await list(made[0]!.clone())).toEqual(await list(made[1]!.clone()));
    for (const used of [x, mean, logVar, ...made]) used.dispose();
    vae.dispose();
    expect(() => vae.sample(1)).toThrow("sample: expected a model in use, got one that was disposed of");
  });

  it("refuses what does not fit", async () => {
    await expect(StandardVae.create({ likelihood: { type: "poisson" } as never })).rejects.toThrow(
      `StandardVae.create: expected likelihood's type to be one of 'bernoulli', 'gaussian', got "poisson"`,
    );
    await expect(StandardVae.create({ likelihood: { type: "gaussian", deviation: 0 } })).rejects.toThrow(
      "create: expected deviation > 0, got 0",
    );
    const vae = await StandardVae.create(dense);
    await expect(vae.fit(bars(8), { beta: -1 })).rejects.toThrow("fit: expected beta ≥ 0, got -1");
    await expect(vae.fit(bars(8), { freeBits: Number.NaN })).rejects.toThrow(
      "fit: expected freeBits ≥ 0, got NaN",
    );
    await expect(vae.fit(bars(8), { klWarmup: 2 })).rejects.toThrow(
      "fit: expected klWarmup in [0, 1], got 2",
    );
    await expect(vae.importanceBound(bars(1), { k: 0 })).rejects.toThrow(
      "importanceBound: expected k to be an integer ≥ 1, got 0",
    );
    expect(() => vae.sample(1, { noise: -1 })).toThrow("sample: expected noise ≥ 0, got -1");
    vae.dispose();
  });
});
