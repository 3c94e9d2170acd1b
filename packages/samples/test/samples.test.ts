import { describe, expect, it } from "vitest";
import { type ByteSamples, byteSamples, drawnSamples, floatSamples, type Samples } from "../src/index.js";

/** n × features bytes of which no two neighbours are equal. */
const bytes = (n: number, features: number): Uint8Array =>
  Uint8Array.from({ length: n * features }, (_, i) => (i * 7919 + (i >> 8)) % 256);

/** The sums by definition: one division per byte. */
const divided = (pixels: Uint8Array, features: number, rows: readonly number[]): Float32Array =>
  Float32Array.from(
    rows.flatMap((row) => [...pixels.subarray(row * features, (row + 1) * features)]),
    (u) => u / 255,
  );

describe("byteSamples(…).gather gives u / 255", () => {
  for (const features of [1, 2, 3, 4, 5, 7, 8, 17, 784])
    for (const offset of [0, 1, 2])
      it(`${features} features, bytes and floats from offset ${offset}`, () => {
        const whole = new Uint8Array(offset + 9 * features);
        whole.set(bytes(9, features), offset);
        const pixels = whole.subarray(offset);
        const samples = byteSamples({ pixels, shape: [features] });
        const rows = [8, 0, 0, 3, 4, 5];
        const out = new Float32Array(offset + 6 * features + 1).fill(-1);
        samples.gather(rows, out.subarray(offset));
        expect(out.subarray(offset, -1)).toEqual(divided(pixels, features, rows));
        expect(out.at(-1)).toBe(-1); // nothing is written behind the last
        if (offset > 0) expect(out[offset - 1]).toBe(-1);
        expect(samples.slice(2, 9)).toEqual(divided(pixels, features, [2, 3, 4, 5, 6, 7, 8]));
      });
});

/** The same five samples in each kind of store, behind an index. */
function kinds(): Record<string, Samples> {
  const pixels = bytes(6, 20);
  const order = [4, 5, 1, 2, 0];
  const all = Float32Array.from(pixels, (u) => u / 255);
  const shape = [4, 5];
  const labels = [0, 1, 2, 3, 4];
  return {
    bytes: byteSamples({ pixels, rows: order, shape, labels, classes: 5 }),
    drawn: drawnSamples({
      size: 5,
      image: (i) => pixels.subarray(20 * order[i]!, 20 * (order[i]! + 1)),
      shape,
      labels,
      classes: 5,
    }),
    floats: floatSamples({ data: all, shape }).subset(order).relabel(labels, 5),
  };
}

describe("Samples of every kind", () => {
  const rows = [4, 5, 1, 2, 0];
  for (const [name, samples] of Object.entries(kinds())) {
    it(`${name}: gather, slice and subset agree`, () => {
      expect(samples.gather([3, 0, 2])).toEqual(divided(bytes(6, 20), 20, [rows[3]!, rows[0]!, rows[2]!]));
      expect(samples.slice(1, 4)).toEqual(samples.gather([1, 2, 3]));
      expect(samples.slice(2, 2)).toEqual(new Float32Array(0));
      const part = samples.subset([4, 2, 2]);
      expect(part.slice(0, 3)).toEqual(samples.gather([4, 2, 2]));
      expect(part.subset([1]).gather([0])).toEqual(samples.gather([2]));
      expect(Array.from(part.labels!)).toEqual([4, 2, 2]);
      expect([part.size, part.classes, part.shape, part.kind]).toEqual([3, 5, [4, 5], samples.kind]);
    });

    it(`${name}: reshape and relabel change nothing else`, () => {
      const other = samples.reshape([20]).relabel(undefined);
      expect([other.shape, other.features, other.labels, other.classes]).toEqual([
        [20],
        20,
        undefined,
        undefined,
      ]);
      expect(other.slice(0, 5)).toEqual(samples.slice(0, 5));
      expect(() => samples.reshape([21])).toThrow(
        new RangeError("Samples: expected a shape of 20 numbers, as [4, 5], got [21]"),
      );
      expect(() => samples.relabel([1])).toThrow(
        new RangeError("Samples: expected one label per sample (5), got 1"),
      );
    });

    it(`${name}: numbers outside and outputs that are too short are refused`, () => {
      for (const bad of [-1, 5, 0.5, Number.NaN])
        expect(() => samples.gather([0, bad])).toThrow(
          new RangeError(`Samples: expected numbers of samples in [0, 5), got ${bad} at 1`),
        );
      expect(() => samples.gather([0, 1], new Float32Array(39))).toThrow(
        new RangeError("Samples: expected room for 40 values, got 39"),
      );
      for (const [start, end] of [
        [3, 2],
        [0, 6],
        [-1, 2],
        [0, Number.NaN],
      ] as const)
        expect(() => samples.slice(start, end)).toThrow(
          new RangeError(`Samples: expected start ≤ end as integers in [0, 5], got ${start} and ${end}`),
        );
    });
  }

  it("bytes and drawn: gatherBytes and sliceBytes are the bytes of gather and slice", () => {
    const { bytes: kept, drawn } = kinds() as { bytes: ByteSamples; drawn: ByteSamples };
    for (const samples of [kept, drawn]) {
      expect(Float32Array.from(samples.gatherBytes([0, 1, 4, 2]), (u) => u / 255)).toEqual(
        samples.gather([0, 1, 4, 2]),
      );
      expect(samples.sliceBytes(1, 5)).toEqual(samples.gatherBytes([1, 2, 3, 4]));
      const out = new Uint8Array(41).fill(9);
      expect(samples.gatherBytes([1, 0], out)).toBe(out);
      expect(out[40]).toBe(9);
    }
  });
});

it("a drawn image that is of another size later is refused when it is read", () => {
  const samples = drawnSamples({ size: 2, image: (i) => new Uint8Array(4 + i), shape: [4] });
  expect(() => samples.slice(0, 2)).toThrow(
    new RangeError("drawnSamples: expected image(1) of 4 bytes, got 5"),
  );
});
