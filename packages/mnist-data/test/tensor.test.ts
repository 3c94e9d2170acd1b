import "@tensorflow/tfjs-backend-cpu";
import { memory, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { Split } from "../src/index.js";
import { batchTensors, tensorBatches } from "../src/tensor.js";
import { testPixels } from "./idx-bytes.js";

const split = new Split({
  pixels: testPixels(10 * 6),
  labels: Uint8Array.from([3, 1, 4, 1, 5, 9, 2, 6, 5, 3]),
  shape: [2, 3],
  classes: 10,
});

beforeAll(() => setBackend("cpu"));

describe("batchTensors(batch)", () => {
  it("is [n, features] of float32 and [n] of int32, which outlive the batch", async () => {
    const before = memory().numTensors;
    const kept = [];
    for (const batch of split.batches({ batchSize: 4 })) kept.push(batchTensors(batch));
    expect(kept.map(({ images }) => images.shape)).toEqual([
      [4, 6],
      [4, 6],
      [2, 6],
    ]);
    expect([kept[0]!.images.dtype, kept[0]!.labels.dtype]).toEqual(["float32", "int32"]);
    expect(await kept[0]!.images.data()).toEqual(
      Float32Array.from(split.pixels.subarray(0, 24), (p) => p / 255),
    );
    expect(Array.from(await kept[2]!.labels.data())).toEqual([5, 3]);
    for (const { images, labels } of kept) {
      images.dispose();
      labels.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });
});

describe("tensorBatches(batches)", () => {
  it("gives every batch and keeps no tensor, over 1,000 steps", () => {
    const before = memory().numTensors;
    let steps = 0;
    for (let epoch = 0; epoch < 100; epoch++)
      for (const { images, labels } of tensorBatches(split.batches({ batchSize: 1, shuffle: true, epoch }))) {
        expect([images.shape, labels.shape]).toEqual([[1, 6], [1]]);
        expect(memory().numTensors).toBe(before + 2);
        steps++;
      }
    expect(steps).toBe(1000);
    expect(memory().numTensors).toBe(before);
  });
  it("keeps no tensor when the loop is left", () => {
    const before = memory().numTensors;
    for (const _ of tensorBatches(split.batches({ batchSize: 5 }))) break;
    expect(memory().numTensors).toBe(before);
  });
});
