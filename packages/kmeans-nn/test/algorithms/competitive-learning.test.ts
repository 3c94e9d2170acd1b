import { expectClose, float32 } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { competitiveLearning, lloyd } from "../../src/index.js";
import { blobs } from "../blobs.js";

it("competitiveLearning(data) moves the winner alone, by η of the way", async () => {
  const data = { data: Float32Array.of(1, 1), shape: [1, 2] };
  const result = await competitiveLearning(data, { k: 1, init: Float32Array.of(0, 3), learningRate: 0.25 });
  expectClose(result.centers, [0.25, 2.5], float32);
  const two = { data: Float32Array.of(0, 0, 8, 8), shape: [2, 2] };
  const init = Float32Array.of(1, 1, 50, 50);
  const won = await competitiveLearning(two, { k: 2, init, learningRate: 0.5 });
  // Both samples are nearer to the first unit: the order drawn decides between (4.25, …) and (2.25, …).
  expect([4.25, 2.25]).toContain(won.centers[0]);
  expect([...won.centers.subarray(2)]).toEqual([50, 50]);
});

it("competitiveLearning(data) comes close to Lloyd's inertia on separate blobs", async () => {
  const data = blobs(600, 5, 8);
  const best = await lloyd(data, { k: 5, nInit: 3 });
  const result = await competitiveLearning(data, { k: 5, init: "k-means++", epochs: 3 });
  expect(result.inertia / best.inertia).toBeLessThan(1.05);
});
