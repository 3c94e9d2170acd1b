import { useBackend } from "@elbowjs/backend";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { GaussianVae, readSafetensors, writeSafetensors } from "../src/index.js";
import fixture from "./fixtures/parity.json" with { type: "json" };
import { filledModel, images, modelOptions } from "./parity-weights.js";

/** A state dict that PyTorch wrote (fixtures/make-parity.py): F32, and I64 for num_batches_tracked. */
const fromPyTorch = Uint8Array.from(atob(fixture.small.safetensors), (letter) => letter.charCodeAt(0));

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

describe("writeSafetensors(tensors, metadata)", () => {
  it("comes back from readSafetensors as it went, values aligned to 8 bytes", () => {
    const tensors = new Map([
      ["b", { shape: [2, 1], values: Float32Array.of(-0, 1e-40) }],
      ["a", { shape: [], values: Float32Array.of(3) }],
    ]);
    const bytes = writeSafetensors(tensors, { note: "é" });
    const back = readSafetensors(bytes);
    expect([...back.tensors]).toEqual([...tensors]);
    expect(back.metadata).toEqual({ note: "é" });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });
});

describe("writeSafetensors(tensors, metadata, 'F16')", () => {
  const bitsOf = (values: number[]) => {
    const bytes = writeSafetensors(
      new Map([["t", { shape: [values.length], values: Float32Array.from(values) }]]),
      {},
      "F16",
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

describe("GaussianVae.fromTorch, toSafetensors, fromSafetensors", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("fromTorch(bytes) runs a model that PyTorch wrote as PyTorch runs it", async () => {
    const vae = await GaussianVae.fromTorch(fromPyTorch, modelOptions(fixture.small));
    const same = await filledModel(fixture.small);
    const side = vae.options.imageShape[0];
    expect(await vae.evaluate(images(fixture.small))).toEqual(await same.evaluate(images(fixture.small)));
    const written = readSafetensors(await vae.toSafetensors()).tensors;
    const original = readSafetensors(fromPyTorch).tensors;
    expect([...written.keys()]).toEqual(
      [...original.keys()].filter((name) => !name.endsWith("num_batches_tracked")),
    );
    for (const [name, stored] of written) expect(stored).toEqual(original.get(name));
    expect(side).toBe(12);
    vae.dispose();
    same.dispose();
  });

  it("toSafetensors() and fromSafetensors(bytes) keep every option and every bit", async () => {
    const vae = await GaussianVae.create({ ...modelOptions(fixture.small), seed: 9, dropout: 0.25 });
    const bytes = await vae.toSafetensors();
    const back = await GaussianVae.fromSafetensors(bytes);
    expect(back.options).toEqual(vae.options);
    expect(await back.toSafetensors()).toEqual(bytes);
    vae.dispose();
    back.dispose();
  });

  it("refuses files that do not fit and keeps no tensor of them", async () => {
    const before = memory().numTensors;
    await expect(GaussianVae.fromTorch(fromPyTorch)).rejects.toThrow(
      "fromTorch: expected encoder.0.weight of shape [20, 1, 4, 4], got [3, 1, 4, 4]; do the stages match?",
    );
    await expect(GaussianVae.fromSafetensors(fromPyTorch)).rejects.toThrow(
      "fromSafetensors: expected a file that toSafetensors wrote, got one without its options; use fromTorch for a PyTorch state dict",
    );
    const { tensors } = readSafetensors(fromPyTorch);
    const options = modelOptions(fixture.small);
    const without = new Map([...tensors].filter(([name]) => name !== "decoder.14.bias"));
    await expect(GaussianVae.fromTorch(writeSafetensors(without), options)).rejects.toThrow(
      "fromTorch: expected decoder.14.bias of shape [1], got none",
    );
    const more = new Map([
      ...tensors,
      ["decoder.16.weight", { shape: [1], values: Float32Array.of(1) }] as const,
    ]);
    await expect(GaussianVae.fromTorch(writeSafetensors(more), options)).rejects.toThrow(
      "got decoder.16.weight besides",
    );
    const broken = new Map([
      ...tensors,
      ["decoder.14.bias", { shape: [1], values: Float32Array.of(NaN) }] as const,
    ]);
    await expect(GaussianVae.fromTorch(writeSafetensors(broken), options)).rejects.toThrow(
      "fromTorch: expected decoder.14.bias to be finite, got NaN or an infinity",
    );
    expect(memory().numTensors).toBe(before);
  });
});
