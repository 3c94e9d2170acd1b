import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterAll, describe, expect, it } from "vitest";
import { DataFault, openData, parseNpy } from "../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "elbow-open-data-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An array as numpy.save writes it, version 1. */
function npy(descr: string, shape: string, values: ArrayBufferView): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const start = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([start, Buffer.from(header), bytes]);
}

describe("parseNpy(file, name)", () => {
  it("keeps bytes and makes float32 of other numbers, in either byte order", () => {
    expect(parseNpy(npy("|u1", "(3,)", Uint8Array.of(1, 2, 255)), "x")).toEqual({
      values: Uint8Array.of(1, 2, 255),
      shape: [3],
    });
    expect([...parseNpy(npy("<f8", "(2, 1)", Float64Array.of(0.5, -3)), "x").values]).toEqual([0.5, -3]);
    expect([...parseNpy(npy(">i2", "(2,)", Uint8Array.of(1, 0, 255, 255)), "x").values]).toEqual([256, -1]);
    expect([...parseNpy(npy("<i8", "(1,)", BigInt64Array.of(-7n)), "x").values]).toEqual([-7]);
  });

  it.each([
    ["magic", Buffer.alloc(64), "x: expected NumPy's magic, got another kind of file"],
    [
      "type",
      npy("<c8", "(1,)", new Float64Array(1)),
      "x: expected integers, float32 or float64, got dtype c8",
    ],
    ["length", npy("<f4", "(3,)", new Float32Array(2)), "x: expected 80 bytes for float32 of [3], got 76"],
  ])("refuses another %s", (_, file, message) => {
    expect(() => parseNpy(file, "x")).toThrow(message);
  });
});

describe("openData(from)", () => {
  it("the first n digits, and a sixth as many for the test", async () => {
    const { name, train, test } = await openData("digits", { limit: 60 });
    expect([name, train.size, test?.size, train.shape, train.classNames.length]).toEqual([
      "digits",
      60,
      10,
      [28, 28],
      10,
    ]);
  });

  it("a folder of PNG images as grey bytes with their classes, cut to the limit with their own bytes", async () => {
    for (const [index, name] of ["a", "b"].entries()) {
      mkdirSync(join(folder, "png", name), { recursive: true });
      for (let i = 0; i < 4; i++) {
        const data = new Uint8Array([10 * index + i, 0, 0, 10 * index + i, 0, 0].flatMap((v) => [v, v, v]));
        const image = encode({ width: 3, height: 2, channels: 3, depth: 8, data });
        writeFileSync(join(folder, "png", name, `${i}.png`), image);
      }
    }
    const { train, test } = await openData(join(folder, "png"), { limit: 6 });
    expect(test).toBeUndefined();
    expect([train.size, train.shape, train.classNames]).toEqual([6, [2, 3], ["a", "b"]]);
    expect(Array.from(train.labels!)).toEqual([0, 0, 0, 0, 1, 1]);
    if (train.samples.kind !== "bytes") throw new Error("expected bytes");
    expect([...train.samples.sliceBytes(5, 6)]).toEqual([11, 0, 0, 11, 0, 0]);
  });

  it("labels of another number, and labels that are none, are told apart", async () => {
    const place = join(folder, "labels");
    mkdirSync(place);
    writeFileSync(join(place, "images.npy"), npy("|u1", "(2, 3)", new Uint8Array(6)));
    writeFileSync(join(place, "labels.npy"), npy("|u1", "(3,)", new Uint8Array(3)));
    await expect(openData(place)).rejects.toThrow(/expected 2 labels in .*, one per sample, got shape \[3\]/);
    writeFileSync(join(place, "labels.npy"), npy("<i2", "(2,)", Int16Array.of(0, 300)));
    await expect(openData(place)).rejects.toThrow(/integers in \[0, 255\] in .*, got 300 of sample 1/);
  });

  it("a number that is none is refused where it lies", async () => {
    const path = join(folder, "nan.npy");
    writeFileSync(path, npy("<f4", "(2, 2)", Float32Array.of(0, 1, 2, Number.NaN)));
    await expect(openData(path)).rejects.toThrow(
      "openData: expected data to be finite, got NaN at sample 1, feature 1",
    );
  });

  it.each(["(0, 5)", "(5, 0)", "(5,)"])("an array of shape %s is a DataFault", async (shape) => {
    const path = join(folder, "empty.npy");
    writeFileSync(path, npy("|u1", shape, new Uint8Array(shape === "(5,)" ? 5 : 0)));
    await expect(openData(path)).rejects.toThrow(/expected an array \[n, …\] in .*empty\.npy, got shape/);
  });

  it("IDX files named without their kind", async () => {
    const place = join(folder, "plain");
    mkdirSync(place);
    writeFileSync(
      join(place, "train-images"),
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8),
    );
    writeFileSync(join(place, "train-labels"), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 4));
    const { train } = await openData(place);
    expect([train.size, train.shape, Array.from(train.labels!)]).toEqual([1, [1, 2], [4]]);
  });

  it("a path that is no UTF-8, of which Node has replaced bytes, says so", async () => {
    await expect(openData(join(folder, "bad\uFFFD"))).rejects.toThrow(/; its name is not UTF-8, rename it$/);
  });

  it("a name or a folder with nothing to read is a DataFault that says what could be", async () => {
    await expect(openData("mnits")).rejects.toThrow("(did you mean mnist?)");
    mkdirSync(join(folder, "empty"));
    await expect(openData(join(folder, "empty"))).rejects.toThrow(DataFault);
  });
});
