import { useBackend } from "@elbowjs/backend";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { grad, sum, type Tensor, tensor1d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type AdversarialLoss, discriminatorLoss, generatorLoss } from "../src/index.js";

const [r, f] = [
  [2, -1, 0.5],
  [-2, 0.25, 1],
];
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const sigma = (x: number) => 1 / (1 + Math.exp(-x));

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("discriminatorLoss(loss, real, fake)", () => {
  // By the definitions in float64.
  const crossEntropy = (s: number) =>
    -mean(r!.map((x) => (1 - s) * Math.log(sigma(x)) + s * Math.log(1 - sigma(x)))) -
    mean(f!.map((x) => Math.log(1 - sigma(x))));
  it.each<[AdversarialLoss, number, number]>([
    ["minimax", 0, crossEntropy(0)],
    ["non-saturating", 0, crossEntropy(0)],
    ["non-saturating", 0.1, crossEntropy(0.1)],
    ["least-squares", 0, (mean(r!.map((x) => (x - 1) ** 2)) + mean(f!.map((x) => x ** 2))) / 2],
    ["least-squares", 0.1, (mean(r!.map((x) => (x - 0.9) ** 2)) + mean(f!.map((x) => x ** 2))) / 2],
    ["hinge", 0, mean(r!.map((x) => Math.max(0, 1 - x))) + mean(f!.map((x) => Math.max(0, 1 + x)))],
    ["wasserstein-gp", 0, mean(f!) - mean(r!)],
  ])("%s with smoothing %d is its formula", async (loss, smoothing, wanted) => {
    const value = discriminatorLoss(loss, tensor1d(r!), tensor1d(f!), smoothing);
    expectClose((await value.data())[0]!, wanted, { rtol: 1e-6 });
  });

  it("is finite for outputs of ±1000", async () => {
    const far = tensor1d([1000, -1000]);
    for (const loss of ["minimax", "non-saturating"] as const)
      expectClose((await discriminatorLoss(loss, far, far).data())[0]!, 1000, { rtol: 1e-6 });
  });
});

describe("generatorLoss(loss, fake)", () => {
  it.each<[AdversarialLoss, number]>([
    ["minimax", mean(f!.map((x) => Math.log(1 - sigma(x))))],
    ["non-saturating", -mean(f!.map((x) => Math.log(sigma(x))))],
    ["least-squares", mean(f!.map((x) => (x - 1) ** 2)) / 2],
    ["hinge", -mean(f!)],
    ["wasserstein-gp", -mean(f!)],
  ])("%s is its formula", async (loss, wanted) => {
    expectClose((await generatorLoss(loss, tensor1d(f!)).data())[0]!, wanted, { rtol: 1e-6 });
  });

  it("minimax has no slope where the discriminator is sure, non-saturating the slope −1: why the second is used", async () => {
    const slope = async (loss: AdversarialLoss, output: number) =>
      (await grad((x: Tensor) => sum(generatorLoss(loss, x)))(tensor1d([output])).data())[0]!;
    // −σ(f) and −(1 − σ(f)): at f = −10, where D(G(z)) = 4.5e-5, they differ by a factor of 22,026.
    expectClose(await slope("minimax", -10), -sigma(-10), { rtol: 1e-5 });
    expectClose(await slope("non-saturating", -10), -(1 - sigma(-10)), { rtol: 1e-5 });
    expect((await slope("non-saturating", -10)) / (await slope("minimax", -10))).toBeGreaterThan(20_000);
    // At the equilibrium, D = ½, they are the same.
    expectClose(await slope("minimax", 0), await slope("non-saturating", 0), { rtol: 1e-6 });
  });
});
