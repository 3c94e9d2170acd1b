import "@tensorflow/tfjs-backend-cpu";
import { setBackend, tensor, tensor2d, tensor4d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  byteSamples,
  floatSamples,
  type SamplesInput,
  type ToSamplesOptions,
  toSamples,
} from "../src/index.js";

beforeAll(() => setBackend("cpu"));

/** Two samples of 2 × 2: bytes 0 … 7, the second first. */
const pixels = Uint8Array.from([4, 5, 6, 7, 0, 1, 2, 3]);
const expected = Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7], (u) => u / 255);
const split = {
  size: 2,
  features: 4,
  shape: [2, 2],
  classes: 3,
  pixels,
  rows: Uint32Array.of(1, 0),
  labels: Uint8Array.of(2, 0),
  image: (i: number) => pixels.subarray(4 * (1 - i), 4 * (2 - i)),
};
const { pixels: _, rows: __, ...drawn } = split;

const forms: Record<string, () => SamplesInput> = {
  "a split": () => split,
  "{ size, features, pixels, rows }": () => ({ size: 2, features: 4, pixels, rows: [1, 0] }),
  "clamped bytes with rows": () => ({
    size: 2,
    features: 4,
    pixels: Uint8ClampedArray.from(pixels),
    rows: [1, 0],
  }),
  "{ size, features, image(i) }": () => drawn,
  "{ data, shape } of floats": () => ({ data: expected, shape: [2, 2, 2] }),
  "{ data, shape } of bytes": () => ({ data: Uint8Array.from({ length: 8 }, (_, i) => i), shape: [2, 4] }),
  "a bare Float32Array": () => expected,
  "a bare Uint8Array": () => Uint8Array.from({ length: 8 }, (_, i) => i),
  "a bare Uint8ClampedArray": () => Uint8ClampedArray.from({ length: 8 }, (_, i) => i),
  "a tensor": () => tensor4d(expected, [2, 2, 2, 1]),
  "a flat tensor": () => tensor2d(expected, [2, 4]),
  "samples of floats": () => floatSamples({ data: expected, shape: [4] }),
  "samples of bytes": () => byteSamples({ pixels, rows: [1, 0], shape: [2, 2] }),
};

describe("toSamples reads every form as the same samples", () => {
  for (const [name, form] of Object.entries(forms))
    it(name, async () => {
      const samples = await toSamples("Model.fit", form(), { shape: [2, 2, 1], within: [0, 1] });
      expect(samples.size).toBe(2);
      expect(samples.features).toBe(4);
      expect(samples.shape).toEqual([2, 2, 1]);
      expect(samples.gather([0, 1])).toEqual(expected);
      expect(samples.gather([1, 1, 0]).subarray(8)).toEqual(expected.subarray(0, 4));
      expect(samples.slice(1, 2)).toEqual(expected.subarray(4));
      expect(samples.kind).toBe(/byte|Uint8|split|size/.test(name) ? "bytes" : "floats");
    });
});

it("toSamples keeps the data's own shape, labels and classes where the model asks for none", async () => {
  for (const form of [split, drawn]) {
    const samples = await toSamples("Model.fit", form);
    expect(samples.shape).toEqual([2, 2]);
    expect(Array.from(samples.labels!)).toEqual([2, 0]);
    expect(samples.classes).toBe(3);
  }
  expect((await toSamples("Model.fit", { data: expected, shape: [4, 2] })).shape).toEqual([2]);
});

it("toSamples takes labels from the option before the data's own, and drops them for a model without classes", async () => {
  const given = await toSamples("Model.fit", split, { labels: [0, 1], classes: 2 });
  expect(Array.from(given.labels!)).toEqual([0, 1]);
  expect(given.classes).toBe(2);
  const own = await toSamples("Model.fit", split, { classes: 5 });
  expect(Array.from(own.labels!)).toEqual([2, 0]);
  expect(own.classes).toBe(5);
  const none = await toSamples("Model.fit", split, { classes: 0 });
  expect([none.labels, none.classes]).toEqual([undefined, undefined]);
});

const nan = expected.slice();
nan[6] = Number.NaN;
const large = Float32Array.of(0, 0.5, 134, 1);

/** Each call, and the whole of its message. */
const refused: readonly [string, unknown, ToSamplesOptions, ErrorConstructor, string][] = [
  [
    "null",
    null,
    {},
    TypeError,
    "expected a Split, { data, shape: [n, …] }, a typed array or a float32 tensor, got null",
  ],
  [
    "nested arrays",
    [[1]],
    {},
    TypeError,
    "expected a Split, { data, shape: [n, …] }, a typed array or a float32 tensor, got an array of 1",
  ],
  [
    "a Float64Array",
    { data: new Float64Array(4), shape: [2, 2] },
    {},
    TypeError,
    "expected data as a Float32Array, or as bytes in a Uint8Array, got a Float64Array of 4",
  ],
  [
    "a bare array without a size",
    expected,
    {},
    TypeError,
    "expected the shape of the samples, got a Float32Array of 8 alone; pass { data, shape: [n, …] }",
  ],
  [
    "a bare array that does not divide",
    expected,
    { features: 3 },
    RangeError,
    "expected a multiple of 3 values, the numbers per sample, got 8",
  ],
  ["none", new Float32Array(0), { features: 3 }, RangeError, "expected at least one sample, got none"],
  [
    "none with a shape",
    { data: new Float32Array(0), shape: [0, 3] },
    {},
    RangeError,
    "expected at least one sample, got none",
  ],
  [
    "one where two are needed",
    { data: expected, shape: [1, 8] },
    { least: 2 },
    RangeError,
    "expected at least 2 samples, got 1",
  ],
  [
    "samples of nothing",
    { data: new Float32Array(0), shape: [5, 0] },
    {},
    RangeError,
    "expected samples of at least one feature, got 5 of shape [0]",
  ],
  [
    "images of 0 × 0",
    { size: 2, features: 0, shape: [0, 0], pixels, rows: [0, 0] },
    {},
    RangeError,
    "expected samples of at least one feature, got 2 of shape [0, 0]",
  ],
  [
    "49 images of 16 × 16 for 28 × 28",
    { data: new Float32Array(49 * 256), shape: [49, 16, 16] },
    { shape: [28, 28, 1] },
    RangeError,
    "expected samples of shape [28, 28, 1] or [784], got [16, 16]",
  ],
  [
    "14 × 56 for 28 × 28",
    { data: new Float32Array(784), shape: [1, 14, 56] },
    { shape: [28, 28] },
    RangeError,
    "expected samples of shape [28, 28] or [784], got [14, 56]",
  ],
  [
    "another number of features",
    split,
    { features: 5 },
    RangeError,
    "expected samples of 5 features, got 4 in shape [2, 2]",
  ],
  [
    "a shape that does not multiply out",
    { data: expected, shape: [3, 2] },
    {},
    RangeError,
    "expected data of shape [n, …] with as many values, got shape [3, 2] and 8 values",
  ],
  [
    "a shape of one extent",
    { data: expected, shape: [8] },
    {},
    RangeError,
    "expected data of shape [n, …] with as many values, got shape [8] and 8 values",
  ],
  [
    "a shape in a string",
    { data: expected, shape: "2,4" },
    {},
    RangeError,
    'expected data of shape [n, …] with as many values, got shape "2,4" and 8 values',
  ],
  [
    "NaN",
    { data: nan, shape: [2, 4] },
    {},
    RangeError,
    "expected data to be finite, got NaN at sample 1, feature 2",
  ],
  [
    "NaN in a bare array",
    nan,
    { features: 4 },
    RangeError,
    "expected data to be finite, got NaN at sample 1, feature 2",
  ],
  [
    "values of 0 … 255",
    { data: large, shape: [2, 2] },
    { within: [0, 1] },
    RangeError,
    "expected data in [0, 1], got 134 at sample 1, feature 0",
  ],
  [
    "size above the rows",
    { ...split, size: 1e9 },
    {},
    RangeError,
    "expected size to be an integer in [0, 2], the number of rows, got 1000000000",
  ],
  [
    "size that is no integer",
    { ...split, size: 1.5 },
    {},
    RangeError,
    "expected size to be an integer in [0, 2], the number of rows, got 1.5",
  ],
  [
    "rows past the pixels",
    { ...split, rows: [0, 2] },
    {},
    RangeError,
    "expected rows to be integers in [0, 2), which pixels hold, got 2 for sample 1",
  ],
  [
    "rows that are negative",
    { ...split, rows: [-1, 0] },
    {},
    RangeError,
    "expected rows to be integers in [0, 2), which pixels hold, got -1 for sample 0",
  ],
  [
    "rows between pixels",
    { ...split, rows: [0.5, 0] },
    {},
    RangeError,
    "expected rows to be integers in [0, 2), which pixels hold, got 0.5 for sample 0",
  ],
  [
    "features unlike the shape",
    { ...split, features: 5 },
    {},
    RangeError,
    "expected as many features as the shape has, got 5 and [2, 2]",
  ],
  [
    "pixels that are floats",
    { ...split, pixels: expected },
    {},
    TypeError,
    "expected pixels as a Uint8Array, got a Float32Array of 8",
  ],
  [
    "image(i) of floats",
    { ...drawn, image: () => expected.subarray(0, 4) },
    {},
    TypeError,
    "expected image(0) as a Uint8Array, got a Float32Array of 4; pass numbers as { data, shape }",
  ],
  [
    "image(i) of another size",
    { ...drawn, image: () => pixels },
    {},
    RangeError,
    "expected image(0) of 4 bytes, got 8",
  ],
  [
    "images without end",
    { ...drawn, size: Number.POSITIVE_INFINITY, labels: undefined },
    {},
    RangeError,
    "expected size to be an integer ≥ 0, got Infinity",
  ],
  ["too few labels", { ...split, labels: [1] }, {}, RangeError, "expected one label per sample (2), got 1"],
  [
    "too many given labels",
    split,
    { labels: [1, 2, 0] },
    RangeError,
    "expected one label per sample (2), got 3",
  ],
  [
    "a label that is no class",
    split,
    { classes: 2 },
    RangeError,
    "expected labels to be integers in [0, 2), got 2 for sample 0",
  ],
  [
    "a fractional label",
    split,
    { classes: 3, labels: [0, 0.5] },
    RangeError,
    "expected labels to be integers in [0, 3), got 0.5 for sample 1",
  ],
  [
    "no labels",
    expected,
    { features: 4, classes: 3 },
    TypeError,
    "expected one label per sample (2), got none; pass { labels }, one integer in [0, 3) each",
  ],
  [
    "labels for a model without classes",
    split,
    { classes: 0, labels: [1, 1] },
    TypeError,
    "expected no labels for a model without classes, got 2; create it with classes",
  ],
];

describe("toSamples refuses", () => {
  for (const [name, input, options, kind, message] of refused)
    it(name, async () => {
      const error = await toSamples("Model.fit", input as SamplesInput, options).then(
        () => undefined,
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(kind);
      expect((error as Error).message).toBe(`Model.fit: ${message}`);
    });

  it("a tensor that is not float32", async () => {
    const ints = tensor([1, 2], [2, 1], "int32");
    await expect(toSamples("Model.fit", ints)).rejects.toThrow(
      new TypeError("Model.fit: expected a float32 tensor, got int32"),
    );
  });

  it("samples outside of the model's interval, though they were read before", async () => {
    const samples = floatSamples({ data: large, shape: [2] });
    await expect(toSamples("Model.fit", samples, { within: [0, 1] })).rejects.toThrow(
      new RangeError("Model.fit: expected sample 1 in [0, 1], got 134 at [0]"),
    );
  });

  it("an option that does not exist", async () => {
    await expect(toSamples("Model.fit", expected, { feature: 4 } as ToSamplesOptions)).rejects.toThrow(
      TypeError,
    );
  });
});
