import { expectClose } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { lloyd, miniBatch } from "../../src/index.js";
import { blobs } from "../blobs.js";

const data = blobs(600, 5, 8);

it("miniBatch(data) comes close to Lloyd's inertia on separate blobs", async () => {
  const best = await lloyd(data, { k: 5, nInit: 3 });
  const result = await miniBatch(data, { k: 5, batchSize: 50, seed: 1 });
  expect(result.inertia / best.inertia).toBeLessThan(1.02);
  expect(result.iterations).toBe(120);
});

it("miniBatch(data) with one centre and one epoch is the running, weighted mean", async () => {
  const weights = data.labels.map((label) => label + 1);
  const result = await miniBatch(data, { k: 1, epochs: 1, batchSize: 7, weights });
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = Array.from({ length: 8 }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < 600; i++) sum += weights[i]! * data.data[8 * i + j]!;
    return sum / total;
  });
  expectClose(result.centers, mean, { rtol: 1e-6, atol: 1e-6 });
});

it("miniBatch(data, { tolerance }) stops after an epoch that changed little", async () => {
  const result = await miniBatch(data, { k: 5, batchSize: 100, epochs: 50, tolerance: 1e-3 });
  expect(result.converged).toBe(true);
  expect(result.iterations).toBeLessThan(300);
});
