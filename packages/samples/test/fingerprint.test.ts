import { expect, it } from "vitest";
import { byteSamples, fingerprint, floatSamples, hash32 } from "../src/index.js";
import golden from "./fixtures/samples.json" with { type: "json" };

const data = Float32Array.of(0, 1, -2.5, 0.1, 3e-9, 7e20);
const pixels = Uint8Array.from({ length: 150_000 }, (_, i) => (i * 7919) % 256);

// scikit-learn's murmurhash3_32, by fixtures/make-samples.py.
it("fingerprint(samples) matches scikit-learn's MurmurHash3 of the float32 values", () => {
  expect(fingerprint(floatSamples({ data, shape: [3] }))).toBe(golden.fingerprint.floats);
  expect(fingerprint(floatSamples({ data, shape: [3], labels: [4, 1] }))).toBe(golden.fingerprint.labelled);
  expect(fingerprint(byteSamples({ pixels, shape: [3] }))).toBe(golden.fingerprint.bytes);
});

it("fingerprint(samples) is the same for bytes and for their floats, in one block or in many", () => {
  const floats = Float32Array.from(pixels, (u) => u / 255);
  const bytes = byteSamples({ pixels, shape: [3] });
  expect(fingerprint(floatSamples({ data: floats, shape: [3] }))).toBe(fingerprint(bytes));
  const wide = byteSamples({ pixels, shape: [75_000] });
  expect(fingerprint(wide).split(":")[1]).toBe(fingerprint(bytes).split(":")[1]);
});

it("fingerprint(samples) changes with one value, the order, the cut and the labels", () => {
  const at = (values: Float32Array, features: number, labels?: number[]): string =>
    fingerprint(floatSamples({ data: values, shape: [features], labels }));
  const changed = data.slice();
  changed[4] = 3.0000002e-9;
  const prints = [
    at(data, 3),
    at(changed, 3),
    at(Float32Array.of(0.1, 3e-9, 7e20, 0, 1, -2.5), 3),
    at(data, 2),
    at(data, 3, [0, 1]),
    at(data, 3, [1, 0]),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

it("hash32(words) matches scikit-learn's for lengths around the four lanes", () => {
  for (const [n, hash] of Object.entries(golden.hash32)) {
    const words = Uint32Array.from({ length: Number(n) }, (_, i) => Math.imul(i, 2654435761));
    expect(hash32(words)).toBe(hash);
    expect(hash32(new Int32Array(words.buffer))).toBe(hash);
  }
});
