import { toSamples } from "@elbowjs/samples";
import { expect, it } from "vitest";
import { minusOrigin, movedToOrigin, plusOrigin } from "../../src/data/origin.js";

it("movedToOrigin(rows) moves the features that lie far from 0, exactly", async () => {
  const data = Float32Array.of(1e6 + 0.25, 3, -500.1, 1e6 - 0.5, -2, -499.7, 1e6, 1, -500.3);
  const rows = await toSamples("test", { data, shape: [3, 3] });
  const { rows: moved, origin } = movedToOrigin(rows);
  expect(origin![0]).toBeCloseTo(1e6, 0);
  expect(origin![1]).toBe(0);
  expect(origin![2]).toBeCloseTo(-500, 5);
  const out = new Float32Array(9);
  moved.slice(0, 3, out);
  for (let at = 0; at < 9; at++) expect(out[at]! + origin![at % 3]!).toBe(data[at]); // in float64
  moved.gather([2, 1], out);
  expect(out[0]! + origin![0]!).toBe(1e6);
});

it("movedToOrigin(rows) leaves what is near 0, and bytes, as they are", async () => {
  const near = await toSamples("test", { data: Float32Array.of(0, 0.9, 1, 1, 0, 0), shape: [3, 2] });
  expect(movedToOrigin(near)).toEqual({ rows: near, origin: undefined });
  const white = { size: 2, features: 1, pixels: Uint8Array.of(255, 255), rows: Uint32Array.of(0, 1) };
  expect(movedToOrigin(await toSamples("test", white)).origin).toBeUndefined();
});

it("minusOrigin and plusOrigin move centres there and back", () => {
  const origin = Float32Array.of(8, 0);
  expect([...minusOrigin(Float32Array.of(9, 1, 7, 2), origin)]).toEqual([1, 1, -1, 2]);
  expect([...plusOrigin(Float64Array.of(1, 1, -1, 2), origin)]).toEqual([9, 1, 7, 2]);
  expect([...plusOrigin(Float32Array.of(1, 2), undefined)]).toEqual([1, 2]);
});
