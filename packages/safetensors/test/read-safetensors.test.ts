import { describe, expect, it } from "vitest";
import { readSafetensors } from "../src/index.js";

/** A file of one tensor of any type, its bytes given. */
function file(dtype: string, shape: number[], data: Uint8Array, metadata = {}): Uint8Array {
  const header = new TextEncoder().encode(
    JSON.stringify({ ...metadata, t: { dtype, shape, data_offsets: [0, data.length] } }),
  );
  const bytes = new Uint8Array(8 + header.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  bytes.set(data, 8 + header.length);
  return bytes;
}

const bytesOf = (values: ArrayBufferView) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

describe("readSafetensors(bytes)", () => {
  it("reads every type as float32", () => {
    const read = (dtype: string, data: ArrayBufferView) => [
      ...readSafetensors(file(dtype, [3], bytesOf(data))).tensors.get("t")!.values,
    ];
    expect(read("F32", Float32Array.of(1.5, -2, 1e-30))).toEqual([...Float32Array.of(1.5, -2, 1e-30)]);
    expect(read("F64", Float64Array.of(1.5, -2, 0.1))).toEqual([1.5, -2, Math.fround(0.1)]);
    expect(read("I64", BigInt64Array.of(1n, -2n, 300n))).toEqual([1, -2, 300]);
    expect(read("I32", Int32Array.of(1, -2, 300))).toEqual([1, -2, 300]);
    expect(read("U8", Uint8Array.of(1, 2, 255))).toEqual([1, 2, 255]);
    // numpy: np.array([1.5, -2, 6e-8], np.float16).view(np.uint16) is [0x3e00, 0xc000, 0x0001]; 0x0001 is 2⁻²⁴
    expect(read("F16", Uint16Array.of(0x3e00, 0xc000, 0x0001))).toEqual([1.5, -2, 2 ** -24]);
    expect(read("F16", Uint16Array.of(0x7c00, 0xfc00, 0x7e00))).toEqual([Infinity, -Infinity, NaN]);
    expect(read("BF16", Uint16Array.of(0x3fc0, 0xc000, 0x4049))).toEqual([1.5, -2, 3.140625]);
  });

  it("reads at any offset of the buffer, a scalar, and an empty tensor", () => {
    const bytes = file("F32", [], bytesOf(Float32Array.of(7)));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readSafetensors(shifted.subarray(3)).tensors.get("t")).toEqual({
      shape: [],
      values: Float32Array.of(7),
    });
    expect(readSafetensors(file("F32", [0, 3], new Uint8Array())).tensors.get("t")!.values).toHaveLength(0);
  });

  it("refuses other bytes and says where they differ", () => {
    const data = bytesOf(Float32Array.of(1, 2));
    expect(() => readSafetensors(new Uint8Array(4))).toThrow(
      "readSafetensors: expected the header's length in the first 8 bytes, got NaN in a file of 4 bytes",
    );
    expect(() => readSafetensors(new TextEncoder().encode("PK\u0003\u0004 a PyTorch archive"))).toThrow(
      "is this a safetensors file?",
    );
    expect(() => readSafetensors(file("F32", [2], data).fill(0x7b, 8, 12))).toThrow("expected a JSON header");
    expect(() => readSafetensors(file("C64", [1], data))).toThrow(
      "readSafetensors: expected t to be of F64, F32, F16, BF16, I64, I32, U8, got C64",
    );
    expect(() => readSafetensors(file("F32", [3], data))).toThrow(
      "readSafetensors: expected t of shape [3] at 12 bytes inside the file, got bytes 0 to 8 of 8",
    );
    expect(() => readSafetensors(file("F32", [2], data).subarray(0, -1))).toThrow(RangeError);
  });
});

/** A file with any header and this many bytes of values. */
function fileOf(header: unknown, size: number): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe("readSafetensors(bytes) of a hostile header", () => {
  const f32 = (from: number, to: number, shape: unknown = [(to - from) / 4]) => ({
    dtype: "F32",
    shape,
    data_offsets: [from, to],
  });

  it.each([
    [
      "overlapping tensors",
      { a: f32(0, 8), b: f32(4, 12) },
      12,
      "expected b at byte 8, behind the tensor before it, got byte 4",
    ],
    ["a gap", { a: f32(0, 4), b: f32(8, 12) }, 12, "expected b at byte 4"],
    ["bytes behind the last", { a: f32(0, 4) }, 12, "expected 4 bytes of values, got 12"],
    [
      "fractional offsets",
      { a: f32(0.5, 4.5, [1]) },
      8,
      "the offsets of a as two integers ≥ 0, got [0.5,4.5]",
    ],
    ["negative offsets", { a: f32(-4, 0, [1]) }, 8, "the offsets of a as two integers ≥ 0, got [-4,0]"],
    ["a shape of strings", { a: f32(0, 4, ["1"]) }, 4, 'the shape of a as integers ≥ 0, got ["1"]'],
    ["a shape beyond the file", { a: f32(0, 4, [2e6, 784]) }, 4, "at 6272000000 bytes inside the file"],
    ["a shape whose product overflows", { a: f32(0, 4, [2 ** 52, 2 ** 52]) }, 4, "inside the file"],
    ["no entry", { a: null }, 0, "expected a to be of F64, F32, F16, BF16, I64, I32, U8, got null"],
    [
      "no shape",
      { a: { dtype: "F32", data_offsets: [0, 0] } },
      0,
      "the shape of a as integers ≥ 0, got undefined",
    ],
    [
      "no offsets",
      { a: { dtype: "F32", shape: [] } },
      4,
      "the offsets of a as two integers ≥ 0, got undefined",
    ],
    ["a type of the prototype", { a: { ...f32(0, 4), dtype: "__proto__" } }, 4, "got __proto__"],
    ["metadata of numbers", { __metadata__: { a: 1 } }, 0, "expected __metadata__ of strings"],
    ["an array", [1], 0, "expected a JSON object as header, got an array of 1"],
  ])("refuses %s", (_, header, size, message) => {
    expect(() => readSafetensors(fileOf(header, size))).toThrow(message);
    expect(() => readSafetensors(fileOf(header, size))).toThrow(RangeError);
  });

  it("reads tensors in any order of bytes, and a name of the prototype", () => {
    const header = JSON.parse('{ "b": null, "__proto__": null }');
    header.b = f32(4, 8);
    Object.defineProperty(header, "__proto__", { value: f32(0, 4), enumerable: true });
    expect([...readSafetensors(fileOf(header, 8)).tensors.keys()]).toEqual(["b", "__proto__"]);
  });

  it("refuses what is no Uint8Array", () => {
    expect(() => readSafetensors("weights" as unknown as Uint8Array)).toThrow(
      new TypeError('readSafetensors: expected bytes to be a Uint8Array, got "weights"'),
    );
  });
});
