import { useBackend } from "@elbowjs/backend";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { cosine } from "@elbowjs/training";
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

it.skipIf(!isThorough("diffusion learns two moons"))(
  "two moons: so too, in the mean over pairs, for that of two samples varies by a half",
  async () => {
    await useBackend({ prefer: ["wasm"] });
    const points = (plane as Record<string, Points>)["two moons"]!;
    using model = await Diffusion.create({ shape: [2], steps: 100, predict: "velocity" });
    const options = { epochs: 12, batchSize: 128, learningRate: cosine(0.003, 0.00006) };
    await model.fit({ data: points(16_000, 0), shape: [16_000, 2] }, options);
    let [ours, floor, moved] = [0, 0, 0];
    for (let pair = 1; pair <= 8; pair++) {
      const made = model.sample(600, { seed: pair, steps: 50 });
      const fresh = points(600, 2 * pair);
      const drawn = await made.data();
      made.dispose();
      ours += (w2 as (x: unknown, y: unknown) => number)(drawn, fresh);
      floor += (w2 as (x: unknown, y: unknown) => number)(points(600, 2 * pair + 1), fresh);
      // The control: moons that lie a fifth too high.
      moved += (w2 as (x: unknown, y: unknown) => number)(
        drawn.map((v, i) => v + 0.2 * (i % 2)),
        fresh,
      );
    }
    expect(ours).toBeLessThan(1.2 * floor);
    expect(moved).toBeGreaterThan(1.2 * floor);
  },
  240_000,
);
