import { grad, ones, setBackend, sum, type Tensor, tensor, zeros } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { philoxBlock, philoxDropout, philoxNormal, philoxUniform } from "../../src/fused/index.js";
import { expectValues, kinds, onCpu, onKernels } from "../kernels/on-backends.js";

describe("Philox4x32-10", () => {
  it("philoxBlock(counter, key) gives the known answers of the Random123 library", () => {
    // Random123 1.09, tests/kat_vectors, philox4x32 of 10 rounds.
    expect(philoxBlock([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const all = 0xffffffff;
    expect(philoxBlock([all, all, all, all], [all, all])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(philoxBlock([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });

  it("philoxUniform and philoxNormal give the same numbers on every backend, lengths around a group of 16", async () => {
    for (const length of [0, 1, 15, 16, 17, 100]) {
      for (const options of [{ seed: 1 }, { seed: 2 ** 40 + 5, stream: 2 ** 33 + 7 }]) {
        const uniform = () => philoxUniform([length], { ...options, low: -2, high: 3 });
        const normal = () => philoxNormal([length], { ...options, mean: 1, deviation: 2 });
        const [u] = await onCpu(uniform, []);
        const [z] = await onCpu(normal, []);
        for (const kind of kinds) {
          expectValues((await onKernels(kind, uniform, []))[0]!, u!, { atol: 3e-7 });
          expectValues((await onKernels(kind, normal, []))[0]!, z!, { atol: 3e-6 });
        }
      }
    }
  });

  it("philoxUniform and philoxNormal have the moments of their distributions", async () => {
    const n = 2 ** 18;
    for (const kind of kinds) {
      const [u] = await onKernels(kind, () => philoxUniform([n], { seed: 3 }), []);
      const [z] = await onKernels(kind, () => philoxNormal([n], { seed: 3, stream: 1 }), []);
      const moment = (values: ArrayLike<number>, power: number) =>
        Array.from(values).reduce((total, v) => total + v ** power, 0) / n;
      // Five standard errors: √(Var[xᵖ]/n) with n = 262,144.
      expect(Math.abs(moment(u!.values, 1) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
      expect(Math.abs(moment(u!.values, 2) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / n));
      expect(Math.abs(moment(z!.values, 1))).toBeLessThan(5 * Math.sqrt(1 / n));
      expect(Math.abs(moment(z!.values, 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
      expect(Math.abs(moment(z!.values, 3))).toBeLessThan(5 * Math.sqrt(15 / n));
      expect(Math.abs(moment(z!.values, 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    }
  });

  it("philoxUniform refuses seeds and streams that are no integers in [0, 2⁵³)", async () => {
    await setBackend("cpu");
    expect(() => philoxUniform([2], { seed: -1 })).toThrow(
      "philoxUniform: expected seed to be an integer ≥ 0, got -1",
    );
    expect(() => philoxUniform([2], { seed: 0, stream: 0.5 })).toThrow(
      "philoxUniform: expected stream to be an integer",
    );
  });
});

describe("philoxDropout", () => {
  const options = { rate: 0.3, seed: 5, stream: 2 };

  it("philoxDropout(x, { rate }) drops that share, scales the rest, alike on every backend", async () => {
    const drop = () => philoxDropout(ones([10_000]), options);
    const [want] = await onCpu(drop, []);
    const dropped = Array.from(want!.values).filter((value) => value === 0).length;
    expect(Math.abs(dropped - 3000)).toBeLessThan(5 * Math.sqrt(10_000 * 0.3 * 0.7));
    expect(new Set(Array.from(want!.values))).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    for (const kind of kinds) expectValues((await onKernels(kind, drop, []))[0]!, want!, { atol: 0 });
  });

  it("philoxDropout has the mask of its forward pass in its gradient", async () => {
    for (const kind of kinds) {
      const [forward, backward] = await onKernels(kind, () => {
        const gradient = grad((x: Tensor) => sum(philoxDropout(x, options)) as Tensor);
        return [philoxDropout(ones([100]), options), gradient(zeros([100]))];
      }, []);
      expectValues(backward!, forward!, { atol: 0 });
    }
  });

  it("philoxDropout(x, { rate }) refuses a rate outside [0, 1)", () => {
    expect(() => philoxDropout(tensor([1]), { rate: 1, seed: 0 })).toThrow(
      "philoxDropout: expected rate in [0, 1), got 1",
    );
  });
});

it("philoxUniform and the others refuse a shape that is none, and options that do not exist", () => {
  expect(() => philoxUniform([-3], { seed: 1 })).toThrow(
    new RangeError("philoxUniform: expected shape[0] to be an integer ≥ 0, got -3"),
  );
  expect(() => philoxNormal([2, 0.5], { seed: 1 })).toThrow(
    new RangeError("philoxNormal: expected shape[1] to be an integer ≥ 0, got 0.5"),
  );
  expect(() => philoxNormal(5 as never, { seed: 1 })).toThrow(
    new TypeError("philoxNormal: expected a shape, got 5"),
  );
  expect(() => philoxNormal([2], { seed: 1, std: 2 } as never)).toThrow("got std");
});
