import { add, cast, clone, type DataType, memory, tensor, tidy } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, kinds, onKernels, type Values } from "./on-backends.js";

const dtypes = ["float32", "int32", "bool"] as const;
const valuesOf = (dtype: (typeof dtypes)[number]): Values => ({
  shape: [2, 3],
  values: dtype === "bool" ? [0, 1, 1, 0, 0, 1] : [0, 256, -2, 3, 70_000, -5],
  dtype,
});

describe("identity and cast", () => {
  // To bool, stock kernels of wasm keep the lowest byte of a number; that one is tfjs's.
  it.each(dtypes)("cast(x, dtype) of %s to itself and to numbers equals the CPU backend", async (from) => {
    for (const to of new Set([from, "float32", "int32"] as const))
      await expectSameAsCpu((x) => cast(x!, to), [valuesOf(from)]);
  });

  it("cast(x, 'bool') equals the CPU backend for fractions, infinities, NaN, and no value at all", async () => {
    const values = [0.5, -0, 1e-45, Number.NaN, Number.POSITIVE_INFINITY, -256];
    await expectSameAsCpu((x) => cast(x!, "bool"), [{ shape: [6], values }]);
    await expectSameAsCpu((x) => cast(x!, "bool"), [{ shape: [0, 2], values: [] }]);
  });

  it("values of one type are shared, not copied, and outlive the tensor they came from", async () => {
    for (const kind of kinds) {
      const [sum] = await onKernels(
        kind,
        (x) => {
          const before = memory().numDataBuffers;
          const same = [clone(x!), cast(x!, "float32" as DataType)];
          expect(memory().numDataBuffers).toBe(before);
          x!.dispose();
          return add(same[0]!, same[1]!);
        },
        [{ shape: [3], values: [1, 2, 3] }],
      );
      expect(Array.from(sum!.values)).toEqual([2, 4, 6]);
    }
  });

  it("strings stay tfjs's own", async () => {
    await onKernels("simd", () => {
      const words = tidy(() => clone(tensor(["a", "b"])));
      expect(words.dataSync()).toEqual(["a", "b"]);
      words.dispose();
      return [];
    }, []);
  });
});
