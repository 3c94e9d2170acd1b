import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { expect, it } from "vitest";
// @ts-expect-error: a program of this repository, without types
import { eightBitFile } from "../scripts/eight-bit-file.mjs";
import { inFullPrecision } from "../src/eight-bit-weights.js";

const matrix = { shape: [2, 3], values: Float32Array.of(1, -0.5, 0.25, 0, 100, -127) };
const file = writeSafetensors(
  new Map([
    ["encoder.0.weight", matrix],
    ["encoder.0.bias", { shape: [2], values: Float32Array.of(0.1, 3e-8) }],
  ]),
  { metadata: { format: "deep-autoencoder" } },
);

it("inFullPrecision undoes eightBitFile: matrices within half a step of their row, vectors and metadata as they were", () => {
  const { tensors, metadata } = readSafetensors(inFullPrecision(eightBitFile(file)));
  expect(metadata).toEqual({ format: "deep-autoencoder" });
  expect([...tensors.keys()].sort()).toEqual(["encoder.0.bias", "encoder.0.weight"]);
  expect(tensors.get("encoder.0.bias")!.values).toEqual(Float32Array.of(0.1, 3e-8));
  const { shape, values } = tensors.get("encoder.0.weight")!;
  expect(shape).toEqual([2, 3]);
  // Steps of 1/127 and of 1.
  values.forEach((value, i) => {
    expect(Math.abs(value - matrix.values[i]!)).toBeLessThanOrEqual((i < 3 ? 1 / 127 : 1) / 2 + 1e-6);
  });
  expect([...values.subarray(3)]).toEqual([0, 100, -127]);
});

it("inFullPrecision leaves other files as they are", () => {
  expect(inFullPrecision(file)).toBe(file);
});
