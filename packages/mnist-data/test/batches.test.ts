import { sha256 } from "@elbowjs/test-kit/sha256";
import { describe, expect, it } from "vitest";
import { type BatchOptions, Split } from "../src/index.js";
import orders from "./fixtures/order.json" with { type: "json" };
import { testPixels } from "./idx-bytes.js";

/** n images of one pixel each. */
const dots = (n: number): Split =>
  new Split({ pixels: testPixels(n), labels: new Uint8Array(n), shape: [1, 1], classes: 1 });

function made(count: number, [height, width]: [number, number]): Split {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 7);
  return new Split({
    pixels: testPixels(count * height * width),
    labels,
    shape: [height, width],
    classes: 7,
  });
}

function indicesOf(split: Split, options: BatchOptions): number[] {
  return Array.from(split.batches(options), ({ indices }) => Array.from(indices)).flat();
}

describe("batches({ shuffle: true, seed, epoch })", () => {
  for (const { n, seed, epoch, first, sha256: hash } of orders)
    it(`visits ${n} samples in the order of default_rng([${seed}, 1, ${epoch}]), in Node and in browsers`, async () => {
      const order = Uint32Array.from(indicesOf(dots(n), { batchSize: 10, shuffle: true, seed, epoch }));
      expect(Array.from(order.subarray(0, 10))).toEqual(first);
      expect(await sha256(order)).toBe(hash);
    });
  it("visits every sample once per epoch", () => {
    const visited = indicesOf(dots(1000), { batchSize: 64, shuffle: true, seed: 3 });
    expect(visited.sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

describe("batches(options)", () => {
  // 28×28 and odd numbers of pixels go different ways to the same floats; so do unaligned bytes.
  for (const shape of [
    [28, 28],
    [3, 5],
    [1, 2],
    [1, 1],
    [2, 5],
  ] as [number, number][])
    it(`gives the bytes of ${shape.join("×")} images as float32 of p / 255`, () => {
      const split = made(100, shape);
      for (const { images, labels, indices } of split.batches({ batchSize: 32, shuffle: true }))
        for (let j = 0; j < indices.length; j++) {
          const row = images.subarray(j * split.features, (j + 1) * split.features);
          expect(row).toEqual(Float32Array.from(split.image(indices[j]!), (p) => p / 255));
          expect(labels[j]).toBe(split.labels[indices[j]!]);
        }
    });
  it("gives every byte its own quotient", () => {
    const split = new Split({
      pixels: Uint8Array.from({ length: 256 }, (_, i) => i),
      labels: new Uint8Array(1),
      shape: [16, 16],
      classes: 1,
    });
    const [batch] = split.batches({ batchSize: 1 });
    expect(batch!.images).toEqual(Float32Array.from({ length: 256 }, (_, i) => i / 255));
  });
  it("reads pixels at an odd address", () => {
    const bytes = testPixels(2 * 4 + 1);
    const split = new Split({
      pixels: bytes.subarray(1),
      labels: new Uint8Array(2),
      shape: [2, 2],
      classes: 1,
    });
    const [batch] = split.batches({ batchSize: 2 });
    expect(batch!.images).toEqual(Float32Array.from(bytes.subarray(1), (p) => p / 255));
  });
  it("goes in order without shuffle, the last batch smaller", () => {
    const sizes = Array.from(dots(10).batches({ batchSize: 4 }), ({ labels }) => labels.length);
    expect(sizes).toEqual([4, 4, 2]);
    expect(indicesOf(dots(10), { batchSize: 4 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(dots(10).batches({ batchSize: 4 }).length).toBe(3);
  });
  it("leaves the smaller last one out with dropLast", () => {
    expect(indicesOf(dots(10), { batchSize: 4, dropLast: true })).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(dots(10).batches({ batchSize: 4, dropLast: true }).length).toBe(2);
  });
  it("gives one image at a time", () => {
    expect(indicesOf(dots(3), { batchSize: 1 })).toEqual([0, 1, 2]);
  });
  it("gives 64 at a time by default", () => {
    expect([...dots(130).batches()].map(({ labels }) => labels.length)).toEqual([64, 64, 2]);
  });
  it("reuses one buffer in a loop, and another in another loop", () => {
    const batches = dots(4).batches({ batchSize: 2 });
    const [a, b] = [...batches];
    const [c] = [...batches];
    expect(a!.images).toBe(b!.images);
    expect(c!.images).not.toBe(a!.images);
  });
  it("is an async iterable of the same", async () => {
    const visited: number[] = [];
    for await (const { indices } of made(50, [2, 2])
      .batches({ batchSize: 8, shuffle: true, seed: 5 })
      [Symbol.asyncIterator]())
      visited.push(...indices);
    expect(visited).toEqual(indicesOf(made(50, [2, 2]), { batchSize: 8, shuffle: true, seed: 5 }));
  });
  it("gives nothing for an empty split", () => {
    expect([...made(5, [2, 2]).take(0).batches({ batchSize: 1 })]).toEqual([]);
  });
});

describe("batches(options) refuses", () => {
  const cases: [BatchOptions, string][] = [
    [{ batchSize: 0 }, "Split.batches: expected batchSize to be an integer in [1, 10], got 0"],
    [{ batchSize: NaN }, "Split.batches: expected batchSize to be an integer in [1, 10], got NaN"],
    [{ batchSize: 1e9 }, "Split.batches: expected batchSize to be an integer in [1, 10], got 1000000000"],
    [{ batchSize: 2.5 }, "Split.batches: expected batchSize to be an integer in [1, 10], got 2.5"],
    [{ batchSize: 1, seed: -1 }, "Split.batches: expected seed to be an integer ≥ 0, got -1"],
    [{ batchSize: 1, epoch: 0.5 }, "Split.batches: expected epoch to be an integer ≥ 0, got 0.5"],
  ];
  for (const [options, message] of cases)
    it(JSON.stringify(options), () =>
      expect(() => dots(10).batches(options)).toThrow(new RangeError(message)),
    );
});
