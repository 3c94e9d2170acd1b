import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { memory, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { nearestImages } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

it("nearestImages(samples, images) finds what comparing all finds, whatever the batches", async () => {
  const images = hashed(1, 50 * 6).map(Math.abs);
  const values = hashed(2, 7 * 6).map(Math.abs);
  values.set(images.subarray(31 * 6, 32 * 6), 6); // the second sample is a copy
  const samples = tensor(values, [7, 2, 3, 1]);
  const before = memory().numTensors;
  const found = await nearestImages(samples, images, { batchSize: 8 });
  expect(memory().numTensors).toBe(before);
  expect(found[1]).toEqual({ index: 31, distance: 0 });
  for (const [i, { index, distance }] of found.entries()) {
    const distances = Array.from({ length: 50 }, (_, j) =>
      values.subarray(i * 6, i * 6 + 6).reduce((total, v, p) => total + (v - images[j * 6 + p]!) ** 2 / 6, 0),
    );
    expect(index).toBe(distances.indexOf(Math.min(...distances)));
    expect(distance).toBeCloseTo(Math.min(...distances), 6);
  }
  expect(await nearestImages(samples, images)).toEqual(found);
  await expect(nearestImages(samples, new Float32Array(5))).rejects.toThrow("nearestImages: expected");
  samples.dispose();
});
