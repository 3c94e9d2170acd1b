import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../src/index.js";

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

describe("writeSafetensors(tensors, { metadata })", () => {
  it("comes back from readSafetensors as it went, values aligned to 8 bytes", () => {
    const tensors = new Map([
      ["b", { shape: [2, 1], values: Float32Array.of(-0, 1e-40) }],
      ["a", { shape: [], values: Float32Array.of(3) }],
    ]);
    const bytes = writeSafetensors(tensors, { metadata: { note: "é" } });
    const back = readSafetensors(bytes);
    expect([...back.tensors]).toEqual([...tensors]);
    expect(back.metadata).toEqual({ note: "é" });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });
});

describe("writeSafetensors(tensors, { dtype: 'F16' })", () => {
  const bitsOf = (values: number[]) => {
    const bytes = writeSafetensors(
      new Map([["t", { shape: [values.length], values: Float32Array.from(values) }]]),
      { dtype: "F16" },
    );
    const view = new DataView(bytes.buffer, bytes.length - 2 * values.length);
    return values.map((_, i) => view.getUint16(2 * i, true));
  };

  it("writes back every finite half that it reads", () => {
    const all = Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    const halves = readSafetensors(file("F16", [all.length], bytesOf(Uint16Array.from(all)))).tensors.get(
      "t",
    )!.values;
    expect(bitsOf([...halves])).toEqual(all);
  });

  it("rounds to the nearest, ties to even", () => {
    // numpy: np.array([...], np.float32).astype(np.float16).view(np.uint16)
    expect(
      bitsOf([0.1, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, 2 ** -25, 3 * 2 ** -26, -1e-9]),
    ).toEqual([0x2e66, 0x3c00, 0x3c02, 0x7bff, 0x7c00, 0x0000, 0x0001, 0x8000]);
    expect(bitsOf([NaN, -Infinity, 0.99999])).toEqual([0x7e00, 0xfc00, 0x3c00]);
  });
});

describe("writeSafetensors refuses", () => {
  const tensor = (shape: number[], ...values: number[]) => ({ shape, values: Float32Array.from(values) });

  it("a name that is the header's own, and a shape that does not fit its values", () => {
    expect(() => writeSafetensors(new Map([["__metadata__", tensor([1], 1)]]))).toThrow("got __metadata__");
    expect(() => writeSafetensors(new Map([["a", tensor([2], 1)]]))).toThrow(
      "writeSafetensors: expected a of shape [2] to have 2 values, got 1",
    );
  });

  it("options that do not exist", () => {
    expect(() => writeSafetensors(new Map(), { note: "é" } as object)).toThrow("got note");
    expect(() => writeSafetensors(new Map(), { dtype: "F8" as "F16" })).toThrow(
      "expected dtype to be one of",
    );
  });

  it("nothing for a tensor named __proto__: it comes back", () => {
    const bytes = writeSafetensors(new Map([["__proto__", tensor([1], 7)]]));
    expect(readSafetensors(bytes).tensors.get("__proto__")).toEqual(tensor([1], 7));
  });
});
