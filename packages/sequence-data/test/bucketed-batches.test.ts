import { epochOrder } from "@elbowjs/samples";
import { expect, it } from "vitest";
import { bucketedBatches } from "../src/index.js";

const lengths = Int32Array.from({ length: 5000 }, (_, i) => 1 + ((i * 7919) % 40));

/** Share of a batch's places that would be filled up. */
const filledUp = (batches: readonly Int32Array[]): number => {
  let places = 0;
  let real = 0;
  for (const batch of batches) {
    const batchLengths = Array.from(batch, (i) => lengths[i]!);
    places += batch.length * Math.max(...batchLengths);
    real += batchLengths.reduce((a, b) => a + b);
  }
  return 1 - real / places;
};

it("bucketedBatches(lengths) visits every sequence once per epoch, in batches of the size asked for", () => {
  const batches = bucketedBatches(lengths, { batchSize: 64 });
  expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...lengths.keys()]);
  const sizes = batches.map(({ length }) => length);
  expect(Math.max(...sizes)).toBe(64);
  expect(sizes.filter((size) => size < 64).length).toBeLessThanOrEqual(2);
});

it("bucketedBatches fills up far less than batches in random order do", () => {
  const mixed = filledUp(bucketedBatches(lengths, { pool: 1 }));
  const sorted = filledUp(bucketedBatches(lengths));
  expect(mixed).toBeGreaterThan(0.4); // the longest of 32 uniform lengths up to 40 is near 39, their mean 20.5
  expect(sorted).toBeLessThan(0.03);
});

it("bucketedBatches is a function of seed and epoch, and its batches do not come by length", () => {
  const first = (options: object): number[] =>
    bucketedBatches(lengths, options).flatMap((batch) => [...batch]);
  expect(first({ seed: 1, epoch: 2 })).toEqual(first({ seed: 1, epoch: 2 }));
  expect(first({ seed: 1, epoch: 2 })).not.toEqual(first({ seed: 1, epoch: 3 }));
  expect(first({ seed: 1, epoch: 2 })).not.toEqual(first({ seed: 2, epoch: 2 }));
  const means = bucketedBatches(lengths).map(
    (batch) => batch.reduce((sum, i) => sum + lengths[i]!, 0) / batch.length,
  );
  const rises = means.filter((mean, i) => i > 0 && mean > means[i - 1]!).length;
  expect(rises / means.length).toBeGreaterThan(0.35);
  expect(rises / means.length).toBeLessThan(0.65);
});

it("bucketedBatches with a pool of one batch is the order of the epoch, cut", () => {
  const batches = bucketedBatches(lengths, { pool: 1, batchSize: 5000, seed: 7, epoch: 3 });
  expect(batches).toEqual([epochOrder(5000, 7, 3)]);
});

it("bucketedBatches of nothing are none, and wrong options are refused", () => {
  expect(bucketedBatches([])).toEqual([]);
  expect(() => bucketedBatches(lengths, { batchSize: 0 })).toThrow(
    "bucketedBatches: expected batchSize to be an integer ≥ 1, got 0",
  );
  expect(() => bucketedBatches(lengths, { buckets: 3 } as object)).toThrow(TypeError);
});
