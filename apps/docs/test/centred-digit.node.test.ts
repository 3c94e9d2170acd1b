import { expect, it } from "vitest";
import { centred } from "../live/controls/centred-digit.js";

/** A bar of ink from (x, y), `width` × `height`. */
function bar(x: number, y: number, width: number, height: number): Float32Array {
  const ink = new Float32Array(784);
  for (let row = y; row < y + height; row++) ink.fill(1, row * 28 + x, row * 28 + x + width);
  return ink;
}

it("centred(ink) puts the centre of mass in the middle and the longer side at 20 pixels", () => {
  const image = centred(bar(2, 3, 3, 10))!;
  let [mass, x, y] = [0, 0, 0];
  const rows = new Set<number>();
  for (const [i, value] of image.entries()) {
    mass += value;
    x += value * ((i % 28) + 0.5);
    y += value * (Math.floor(i / 28) + 0.5);
    if (value > 0.5) rows.add(Math.floor(i / 28));
  }
  expect(x / mass).toBeCloseTo(14, 5);
  expect(y / mass).toBeCloseTo(14, 5);
  expect(rows.size).toBe(20);
});

it("centred(ink) leaves a digit of MNIST's size where it is", () => {
  const ink = bar(11, 4, 6, 20);
  expect(centred(ink)).toEqual(ink);
});

it("centred(ink) is undefined where there is no ink", () => {
  expect(centred(new Float32Array(784))).toBeUndefined();
});
