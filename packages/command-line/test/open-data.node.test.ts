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
    ["magic", Buffer.alloc(64), "expected NumPy's magic in x, got another kind of file"],
    [
      "type",
      npy("<c8", "(1,)", new Float64Array(1)),
      "expected integers, float32 or float64 in x, got dtype c8",
    ],
    ["length", npy("<f4", "(3,)", new Float32Array(2)), "expected 12 bytes of values in x, got 8"],
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
    if (!("image" in train.samples)) throw new Error("expected bytes");
    expect([...train.samples.image(5)]).toEqual([11, 0, 0, 11, 0, 0]);
  });

  it("a name or a folder with nothing to read is a DataFault that says what could be", async () => {
    await expect(openData("mnits")).rejects.toThrow("(did you mean mnist?)");
    mkdirSync(join(folder, "empty"));
    await expect(openData(join(folder, "empty"))).rejects.toThrow(DataFault);
  });
});
