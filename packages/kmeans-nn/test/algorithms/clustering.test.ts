import { expect, it } from "vitest";
import { competitiveLearning, lloyd, miniBatch } from "../../src/index.js";
import { refuses } from "../refuses.js";

const data = { data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [3, 2] };

it("lloyd, miniBatch and competitiveLearning refuse k above the number of samples", async () => {
  await refuses(() => lloyd(data, { k: 4 }), RangeError, "lloyd: expected k ≤ 3 samples, got 4");
  await refuses(() => miniBatch(data, { k: 4 }), RangeError, "miniBatch: expected k ≤ 3 samples, got 4");
  await refuses(
    () => competitiveLearning(data, { k: 4 }),
    RangeError,
    "competitiveLearning: expected k ≤ 3 samples, got 4",
  );
  await refuses(
    () => lloyd(data, { k: 2, tolerance: -1 }),
    RangeError,
    "lloyd: expected tolerance ≥ 0, got -1",
  );
  await refuses(
    () => competitiveLearning(data, { k: 2, learningRate: 2 }),
    RangeError,
    "competitiveLearning: expected learningRate in [0, 1], got 2",
  );
  await refuses(
    () => lloyd(data, { k: 2, iterations: 3 } as { k: number }),
    TypeError,
    "lloyd: expected the options k, init, seed, onIteration, signal, weights, maxIterations, tolerance, nInit, got iterations",
  );
});

it("bytes are refused whose rows are not among the pixels", async () => {
  const bytes = { size: 2, features: 2, pixels: new Uint8Array(6), rows: Uint32Array.of(0, 2) };
  expect((await lloyd(bytes, { k: 1 })).usedClusters).toBe(1);
  await refuses(
    () => lloyd({ ...bytes, rows: Uint32Array.of(0, 3) }, { k: 1 }),
    RangeError,
    "lloyd: expected rows to be integers in [0, 3), which pixels hold, got 3 for sample 1",
  );
  await refuses(
    () => lloyd({ ...bytes, size: 1e9 }, { k: 1 }),
    RangeError,
    "lloyd: expected size to be an integer in [0, 2], the number of rows, got 1000000000",
  );
  await refuses(
    () => lloyd({ ...bytes, pixels: [0, 1] as unknown as Uint8Array }, { k: 1 }),
    TypeError,
    "lloyd: expected pixels as a Uint8Array, got an array of 2",
  );
});
