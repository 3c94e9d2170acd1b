import { useBackend } from "@elbowjs/backend";
import { ones, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { dropout } from "../src/index.js";
import { run } from "./run.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("dropout({rate})", () => {
  it("zeroes about the rate of the elements and scales the rest by 1 / (1 − rate)", async () => {
    for (const rate of [0.1, 0.5, 0.9]) {
      const n = 20_000;
      const kept = await run([dropout({ rate })], [n], ones([1, n]), true);
      const dropped = kept.filter((value) => value === 0).length;
      expect(Math.abs(dropped / n - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / n)); // 5 standard errors
      expect(new Set(kept)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
      // Neighbours are independent: the pairs of dropped ones are about rate² of all.
      const pairs = kept.filter((value, i) => i > 0 && value === 0 && kept[i - 1] === 0).length;
      expect(Math.abs(pairs / n - rate ** 2)).toBeLessThan(0.02);
    }
  });

  it("drops the first element as often as any other", async () => {
    let first = 0;
    for (let seed = 0; seed < 400; seed++)
      first += Number((await run([dropout({ rate: 0.3 })], [5], ones([1, 5]), true, seed))[0] === 0);
    expect(Math.abs(first / 400 - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / 400));
  });

  it("does nothing at rate 0 or in evaluation", async () => {
    expect(await run([dropout({ rate: 0 })], [3], tensor([[1, 2, 3]]), true)).toEqual([1, 2, 3]);
    expect(await run([dropout({ rate: 0.9 })], [3], tensor([[1, 2, 3]]), false)).toEqual([1, 2, 3]);
  });

  it("refuses a rate outside [0, 1)", () => {
    for (const rate of [1, -0.1, Number.NaN])
      expect(() => dropout({ rate })).toThrow(`dropout: expected rate in [0, 1), got ${rate}`);
  });
});
