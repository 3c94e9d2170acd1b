import { describe, expect, it } from "vitest";
import { Split } from "../src/index.js";
import { testPixels } from "./idx-bytes.js";

const labels = Uint8Array.from([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]);
const pixels = testPixels(12 * 6);
const split = new Split({ pixels, labels, shape: [2, 3], classes: 10 });
const sorted = (values: Iterable<number>): number[] => Array.from(values).sort((a, b) => a - b);

describe("Split", () => {
  it("image(i) is a view of the pixels", () => {
    expect(split.image(2)).toEqual(pixels.slice(12, 18));
    expect(split.image(2).buffer).toBe(pixels.buffer);
  });
  it("firstOfEach() finds the first sample of each class, −1 where there is none", () => {
    expect(split.firstOfEach()).toEqual([-1, 1, 6, 0, 2, 4, 7, -1, 11, 5]);
  });
  it("take(n) keeps the first n", () => {
    expect(Array.from(split.take(3).labels)).toEqual([3, 1, 4]);
    expect(split.take(0).size).toBe(0);
  });
  it("filter(keep) keeps their order and their pixels", () => {
    const fives = split.filter((label) => label === 5);
    expect(Array.from(fives.rows)).toEqual([4, 8, 10]);
    expect(fives.image(1)).toEqual(split.image(8));
    expect(fives.pixels).toBe(split.pixels);
    const bright = split.filter((_label, i, image) => image[0] === split.image(i)[0]);
    expect(bright.size).toBe(12);
  });
  it("subset(indices) takes them in the order given, twice if named twice", () => {
    const part = split.subset([5, 0, 5]);
    expect(Array.from(part.labels)).toEqual([9, 3, 9]);
    expect(part.subset([1]).image(0)).toEqual(split.image(0));
  });
  it("split(fraction, seed) parts the samples without overlap", () => {
    const [a, b] = split.split(0.25, 7);
    expect([a.size, b.size]).toEqual([3, 9]);
    expect(sorted([...a.rows, ...b.rows])).toEqual(sorted(split.rows));
    expect(split.split(0.25, 7)[0].rows).toEqual(a.rows);
    expect(split.split(0.25, 8)[0].rows).not.toEqual(a.rows);
    expect(split.split(1)[1].size).toBe(0);
  });
  it("kFold(k, seed) puts each sample in exactly one test part", () => {
    const folds = split.kFold(5, 1);
    expect(sorted(folds.flatMap(({ test }) => [...test.rows]))).toEqual(sorted(split.rows));
    for (const { train, test } of folds) {
      expect([2, 3]).toContain(test.size);
      expect(sorted([...train.rows, ...test.rows])).toEqual(sorted(split.rows));
    }
  });
});

describe("Split refuses", () => {
  const cases: [string, () => unknown, string][] = [
    [
      "an index past the end",
      () => split.image(12),
      "Split.image: expected i to be an integer in [0, 12), got 12",
    ],
    [
      "a negative index",
      () => split.image(-1),
      "Split.image: expected i to be an integer in [0, 12), got -1",
    ],
    ["half an index", () => split.image(0.5), "Split.image: expected i to be an integer in [0, 12), got 0.5"],
    [
      "a subset past the end",
      () => split.subset([0, 99]),
      "Split.subset: expected every index to be an integer in [0, 12), got 99",
    ],
    [
      "to take more than there is",
      () => split.take(13),
      "Split.take: expected n to be an integer in [0, 12], got 13",
    ],
    ["a fraction above 1", () => split.split(1.5), "Split.split: expected fraction in [0, 1], got 1.5"],
    ["one fold", () => split.kFold(1), "Split.kFold: expected k to be an integer in [2, 12], got 1"],
    [
      "a negative seed",
      () => split.split(0.5, -1),
      "Split.split: expected seed to be an integer ≥ 0, got -1",
    ],
    [
      "another number of labels",
      () => new Split({ pixels, labels: labels.slice(1), shape: [2, 3], classes: 10 }),
      "Split: expected as many labels as images (12), got 11",
    ],
    [
      "half an image",
      () => new Split({ pixels: pixels.slice(1), labels, shape: [2, 3], classes: 10 }),
      "Split: expected pixels of a whole number of images of 6, got 71 bytes",
    ],
    [
      "a row that is not among the pixels",
      () =>
        new Split({
          pixels,
          labels: labels.slice(0, 1),
          rows: Uint32Array.of(12),
          shape: [2, 3],
          classes: 10,
        }),
      "Split: expected rows in [0, 12), got 12 for sample 0",
    ],
    [
      "a label that is no class",
      () => new Split({ pixels, labels, shape: [2, 3], classes: 9 }),
      "Split: expected labels in [0, 9), got 9 for sample 5",
    ],
    [
      "no pixels",
      () => new Split({ pixels, labels, shape: [0, 3], classes: 10 }),
      "Split: expected shape of at least one pixel, got [0, 3]",
    ],
  ];
  for (const [what, call, message] of cases) it(what, () => expect(call).toThrow(new RangeError(message)));
});
