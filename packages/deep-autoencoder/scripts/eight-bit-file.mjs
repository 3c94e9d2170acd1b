import { readSafetensors } from "@elbowjs/safetensors";

/**
 * A model's file with its matrices as bytes and a scale for each row, W ≈ s·(b − 128), s = max |W| / 127 of the row; vectors stay
 * float32. `inFullPrecision` of src/eight-bit-weights.ts reads it.
 */
export function eightBitFile(bytes) {
  const { tensors, metadata } = readSafetensors(bytes);
  const [header, parts] = [{ __metadata__: { ...metadata, "eight-bit": "W = scale * (byte - 128)" } }, []];
  let place = 0;
  const add = (name, dtype, shape, part) => {
    header[name] = { dtype, shape, data_offsets: [place, (place += part.byteLength)] };
    parts.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  };
  // What is 4 bytes a value comes first, so that all of it is aligned.
  const matrices = [...tensors].filter(([, { shape }]) => shape.length === 2).map(quantised);
  for (const [name, { shape, values }] of tensors)
    if (shape.length !== 2) add(name, "F32", shape, values.slice());
  for (const { name, scale } of matrices) add(`${name}.scale`, "F32", [scale.length], scale);
  for (const { name, shape, levels } of matrices) add(name, "U8", shape, levels);
  let json = JSON.stringify(header);
  json += " ".repeat((8 - (Buffer.byteLength(json) % 8)) % 8);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(Buffer.byteLength(json)));
  return Buffer.concat([size, Buffer.from(json), ...parts]);
}

function quantised([name, { shape, values }]) {
  const [rows, columns] = shape;
  const scale = new Float32Array(rows);
  const levels = new Uint8Array(values.length);
  for (let r = 0; r < rows; r++) {
    const row = values.subarray(r * columns, (r + 1) * columns);
    scale[r] = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127 || 1;
    row.forEach((value, c) => {
      levels[r * columns + c] = 128 + Math.round(value / scale[r]);
    });
  }
  return { name, shape, scale, levels };
}
