import { useBackend } from "@elbowjs/backend";
import { expect, it } from "vitest";
// @ts-expect-error: a program of the experiments, in JavaScript
import { plane, w2 } from "../experiments/plane.mjs";
import { Diffusion } from "../src/index.js";

type Points = (n: number, seed: number) => Float32Array;

it("8 Gaussians: W₂ of samples to fresh points is at most 1.2 times that of two fresh samples", async () => {
  await useBackend({ prefer: ["wasm"] });
  const points = (plane as Record<string, Points>)["8 Gaussians"]!;
  using model = await Diffusion.create({ shape: [2], steps: 100, width: 64 });
  const options = { epochs: 40, batchSize: 200, learningRate: 0.004 };
  await model.fit({ data: points(4000, 0), shape: [4000, 2] }, options);
  const made = model.sample(600, { steps: 20 });
  const [ours, floor] = [await made.data(), points(600, 1)];
  made.dispose();
  const distance = (x: unknown, y: unknown) => (w2 as (x: unknown, y: unknown) => number)(x, y);
  expect(distance(ours, floor)).toBeLessThan(1.2 * distance(points(600, 2), floor));
  // Noise of the same spread is told apart.
  expect(
    distance(
      ours.map((v) => v * 0.7),
      floor,
    ),
  ).toBeGreaterThan(1.2 * distance(points(600, 2), floor));
}, 120_000);
