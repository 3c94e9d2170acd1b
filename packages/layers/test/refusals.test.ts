import { useBackend } from "@elbowjs/backend";
import { beforeAll, describe, expect, it } from "vitest";
import {
  conv2d,
  convTranspose2d,
  flatten,
  linear,
  maxPool2d,
  Sequential,
  unflatten,
  upsampleBicubic,
} from "../src/index.js";
import { weights } from "./run.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("what does not fit is refused", () => {
  it.each<[() => unknown, string]>([
    [() => conv2d({ channels: 0, kernel: 1 }), "conv2d: expected channels to be an integer ≥ 1, got 0"],
    [() => conv2d({ channels: 1, kernel: 1.5 }), "conv2d: expected kernel to be an integer ≥ 1, got 1.5"],
    [
      () => conv2d({ channels: 1, kernel: 1, stride: 0 }),
      "conv2d: expected stride to be an integer ≥ 1, got 0",
    ],
    [
      () => conv2d({ channels: 1, kernel: 1, padding: -1 }),
      "conv2d: expected padding to be an integer ≥ 0, got -1",
    ],
    [
      () => convTranspose2d({ channels: 1, kernel: 2, stride: 2, outputPadding: 2 }),
      "convTranspose2d: expected outputPadding to be an integer in [0, 2), got 2",
    ],
    [() => linear({ units: 0 }), "linear: expected units to be an integer ≥ 1, got 0"],
    [() => maxPool2d({ size: 0 }), "maxPool2d: expected size to be an integer ≥ 1, got 0"],
    [() => upsampleBicubic({ scale: 0.5 }), "upsampleBicubic: expected scale to be an integer ≥ 1, got 0.5"],
    [
      () => new Sequential([4], [flatten()], weights),
      "flatten: expected an image [height, width, channels], got [4]",
    ],
    [
      () => new Sequential([5], [unflatten({ image: [2, 2, 1] })], weights),
      "unflatten: expected a vector of 4 for an image [2, 2, 1], got [5]",
    ],
    [
      () => new Sequential([1, 1, 1], [convTranspose2d({ channels: 1, kernel: 2, padding: 1 })], weights),
      "convTranspose2d: expected an output of at least 1×1, got 0×0",
    ],
  ])("%#", (make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });
});
