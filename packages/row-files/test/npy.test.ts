import { describe, expect, it } from "vitest";
import { npyFile, openRows, parseNpy } from "../src/index.js";
import fixtures from "./fixtures/npy.json" with { type: "json" };

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

describe("parseNpy", () => {
  for (const { file, shape, values, dtype } of fixtures)
    it(`reads numpy.save's ${dtype} of [${shape}]`, () => {
      const array = parseNpy(bytesOf(file));
      expect(array.shape).toEqual(shape);
      expect([...array.values]).toEqual(values);
    });

  it("names what is no NPY file, cut short, in Fortran order, or of another type", () => {
    const file = npyFile(Float32Array.of(1, 2), [1, 2]);
    expect(() => parseNpy(Uint8Array.of(1, 2, 3), "a.npy")).toThrow("a.npy: expected NumPy's magic");
    expect(() => parseNpy(file.subarray(0, file.length - 1))).toThrow(
      /expected 136 bytes.*got 135; is the file cut short/,
    );
    const altered = (from: string, to: string) =>
      Uint8Array.from(String.fromCharCode(...file).replace(from, to), (c) => c.charCodeAt(0));
    expect(() => parseNpy(altered("False", "True "))).toThrow("expected C order");
    expect(() => parseNpy(altered("<f4", "<c8"))).toThrow("got dtype c8");
    expect(() => parseNpy(altered("(1, 2)", "(9, 2)"))).toThrow("expected 200 bytes");
  });
});

describe("npyFile", () => {
  it("writes numpy.save's bytes", () => {
    for (const { file, shape, values, dtype } of fixtures) {
      const kinds = {
        "|u1": Uint8Array,
        "|i1": Int8Array,
        "<f4": Float32Array,
        "<f8": Float64Array,
        "<u4": Uint32Array,
      };
      const kind = kinds[dtype as keyof typeof kinds];
      if (kind !== undefined) expect(npyFile(kind.from(values), shape)).toEqual(bytesOf(file));
    }
  });

  it("refuses values that do not fill the shape", () => {
    expect(() => npyFile(new Float32Array(5), [2, 3])).toThrow("npyFile: expected values for [2,3], got 5");
    expect(() => npyFile([1] as never, [1])).toThrow(TypeError);
  });

  it("is read back in pieces", async () => {
    const source = await openRows(npyFile(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]));
    expect([...(await source.read(1, 3)).slice(0, 2)]).toEqual([3, 4, 5, 6]);
  });
});
