import { useBackend } from "@elbowjs/backend";
import { randomWeights, type Weight } from "@elbowjs/layers";
import { defaultRng } from "@elbowjs/numpy-random";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsOfVariants } from "@elbowjs/test-kit/on-each-backend";
import { memory, type Tensor, tensor, tidy, variableGrads, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkCovariance, covariance as covarianceFrom } from "../src/covariance.js";
import { type CovarianceKind, GaussianVae, type GaussianVaeOptions, meanSquare } from "../src/index.js";

const covariance = (kind: CovarianceKind, pixels: number) =>
  covarianceFrom(kind, pixels, randomWeights(defaultRng(0)));

const kinds: CovarianceKind[] = ["identity", "scalar", "diagonal", "full"];
const flat: GaussianVaeOptions = {
  latent: 2,
  imageShape: [2, 3, 1],
  dropout: 0,
  stages: [{ type: "flatten" }, { type: "linear", units: 4 }],
};

async function number(value: Tensor): Promise<number> {
  const [first] = await value.data();
  value.dispose();
  return first!;
}

function assign({ variable, torchShape }: Weight, values: Float32Array): void {
  const value = tensor(values, [...torchShape]);
  variable.assign(value);
  value.dispose();
}

const backends = backendsOfVariants;

describe.each(backends)("covariance(kind, pixels) on %s", (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it("full: M is lower triangular, worked by hand for two pixels", async () => {
    // M = [[2, 0], [5, 3]]: M(1, 10) = (2, 35), ln det M = ln 6
    const full = covariance("full", 2);
    assign(full.weights[0]!, Float32Array.of(Math.log(2), Math.log(3)));
    assign(full.weights[1]!, Float32Array.of(-7, 99, 5, 8)); // only the entry below the diagonal counts
    const whitened = tidy(() => full.whiten(tensor([[1, 10]])));
    const values = await whitened.data();
    expect(values[0]).toBeCloseTo(2, 5);
    expect(values[1]).toBeCloseTo(35, 5);
    expect(await number(full.logDeterminant())).toBeCloseTo(Math.log(6), 6);
    whitened.dispose();
  });

  it("scalar and diagonal: e^s times the residual, and p·s or Σs", async () => {
    const one = covariance("scalar", 3);
    assign(one.weights[0]!, Float32Array.of(Math.log(2)));
    const many = covariance("diagonal", 3);
    assign(many.weights[0]!, Float32Array.of(0, Math.log(2), Math.log(3)));
    expect([...(await one.whiten(tensor([[1, 2, 3]])).data())].map((v) => Math.round(v * 1e5) / 1e5)).toEqual(
      [2, 4, 6],
    );
    expect(
      [...(await many.whiten(tensor([[1, 2, 3]])).data())].map((v) => Math.round(v * 1e5) / 1e5),
    ).toEqual([1, 4, 9]);
    expect(await number(one.logDeterminant())).toBeCloseTo(3 * Math.log(2), 6);
    expect(await number(many.logDeterminant())).toBeCloseTo(Math.log(6), 6);
  });

  it("refuses another kind", () => {
    expect(() => checkCovariance("test", "banded" as never)).toThrow(
      `test: expected covariance to be one of 'identity', 'scalar', 'diagonal', 'full', got "banded"`,
    );
  });
});

describe.each(backends)("GaussianVae with a learnt covariance on %s", (backend) => {
  // A step on the software GPU takes about a second: two steps of training there, and every ninth finite difference.
  const slow = backend === "webgpu";
  const [epochs, stride] = slow ? [1, 9] : [30, 1];

  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  it.each(kinds)("%s: starts as the source's model", async (kind) => {
    const plain = await GaussianVae.create(flat);
    const vae = await GaussianVae.create({ ...flat, covariance: kind });
    const images = hashed(5, 24).map(Math.abs);
    expect(await vae.evaluate(images)).toEqual(await plain.evaluate(images));
    plain.dispose();
    vae.dispose();
  });

  it.each(["scalar", "diagonal", "full"] as const)(
    "%s: every gradient of Σ is the finite difference",
    async (kind) => {
      const vae = await GaussianVae.create({ ...flat, covariance: kind });
      const x = tensor(hashed(5, 24).map(Math.abs), [4, 2, 3, 1]);
      const noise = zeros([4, 2]) as never;
      const loss = () => vae.loss(vae.forward(x, { noise }));
      for (const [i, weight] of vae.covariance.weights.entries())
        assign(
          weight,
          hashed(6 + i, weight.variable.size).map((u) => 0.5 * u),
        );
      const { value, grads } = variableGrads(
        loss,
        vae.covariance.weights.map(({ variable }) => variable),
      );
      for (const weight of vae.covariance.weights) {
        const gradient = await grads[weight.variable.name]!.data();
        const start = Float32Array.from(await weight.variable.data());
        for (let k = 0; k < start.length; k += stride) {
          const at = async (step: number) => {
            assign(
              weight,
              start.map((v, j) => (j === k ? v + step : v)),
            );
            return number(tidy(loss));
          };
          const h = 5e-3;
          const difference = ((await at(h)) - (await at(-h))) / (2 * h);
          expect(Math.abs(gradient[k]! - difference)).toBeLessThan(2e-4); // float32, loss of size 1: rounding 1e-7/h
        }
        assign(weight, start);
      }
      for (const used of [value, ...Object.values(grads), x]) used.dispose();
      vae.dispose();
    },
  );

  it("scalar: with f fixed the loss is lowest where σ² is the mean square residual", async () => {
    const vae = await GaussianVae.create({ ...flat, covariance: "scalar" });
    const images = hashed(5, 24).map(Math.abs);
    const { pixelError } = await vae.evaluate(images);
    const [s] = vae.covariance.weights;
    const at = async (logM: number) => {
      assign(s!, Float32Array.of(logM));
      return (await vae.evaluate(images)).loss;
    };
    const best = -0.5 * Math.log(pixelError);
    expect(await at(best)).toBeLessThan(await at(best + 0.05));
    expect(await at(best)).toBeLessThan(await at(best - 0.05));
    // There Σ(M(f − x))² = n·p, hence loss = z's part + (p − 2p·best)/(d + p).
    await at(best);
    const { loss, latentTerm, nats } = await vae.evaluate(images);
    expect(loss - latentTerm).toBeCloseTo((6 - 12 * best) / 8, 5);
    expect(nats).toBeCloseTo(4 * loss + 3 * Math.log(2 * Math.PI), 9);
    vae.dispose();
  });

  it("without the log-determinant M → 0 would pay: the mean square alone falls towards z's part", async () => {
    const vae = await GaussianVae.create({ ...flat, covariance: "scalar" });
    const x = tensor(hashed(5, 24).map(Math.abs), [4, 2, 3, 1]);
    const alone: number[] = [];
    const whole: number[] = [];
    for (const logM of [0, -5, -50]) {
      assign(vae.covariance.weights[0]!, Float32Array.of(logM));
      alone.push(await number(tidy(() => meanSquare(vae.forward(x)))));
      whole.push(await number(tidy(() => vae.loss(vae.forward(x)))));
    }
    expect(alone[0]).toBeGreaterThan(alone[1]!);
    expect(alone[1]).toBeGreaterThan(alone[2]!);
    expect(whole[2]).toBeGreaterThan(whole[1]!);
    expect(whole[1]).toBeGreaterThan(whole[0]!);
    x.dispose();
    vae.dispose();
  });

  it.each(["scalar", "diagonal", "full"] as const)(
    "%s: trains to a lower loss than the source's covariance, is kept in files, frees its tensors",
    async (kind) => {
      const before = memory().numTensors;
      const images = hashed(5, 96).map((u) => (u > 0 ? 0.9 : 0.1));
      const run = async (covariance: CovarianceKind) => {
        const vae = await GaussianVae.create({ ...flat, covariance });
        await vae.fit(images, { epochs, batchSize: 8, optimizer: { type: "adam", learningRate: 0.03 } });
        return vae;
      };
      const plain = await run("identity");
      const vae = await run(kind);
      const learnt = await vae.evaluate(images);
      if (!slow) expect(learnt.loss).toBeLessThan((await plain.evaluate(images)).loss);
      const back = await GaussianVae.fromSafetensors(await vae.toSafetensors());
      expect(await back.toSafetensors()).toEqual(await vae.toSafetensors());
      // tfjs computes small tensors that are not yet on the GPU on the CPU, hence the last bit may differ there.
      if (!slow) expect(await back.evaluate(images)).toEqual(learnt);
      for (const model of [plain, vae, back]) model.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});
