import { shown } from "@elbowjs/arguments";

/** Floats as base64 of their little-endian bytes: exact, and a third of the length of decimal digits. */
export function encodeFloats(values: Float32Array | Float64Array): string {
  const size = values.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries())
    if (size === 4) view.setFloat32(4 * i, value, true);
    else view.setFloat64(8 * i, value, true);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * The float32 values of {@link encodeFloats}.
 *
 * @throws TypeError if it is no text, or no base64 of whole float32 values.
 */
export function decodeFloat32(caller: string, name: string, base64: string): Float32Array {
  const view = decoded(caller, `${name} to be float32 values`, base64, 4);
  return Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** The same of float64 values. */
export function decodeFloat64(caller: string, name: string, base64: string): Float64Array {
  const view = decoded(caller, `${name} to be float64 values`, base64, 8);
  return Float64Array.from({ length: view.byteLength / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

function decoded(caller: string, what: string, base64: string, size: number): DataView {
  const fail = (got: string, cause?: unknown): never => {
    throw new TypeError(`${caller}: expected ${what} in base64, got ${got}`, { cause });
  };
  if (typeof base64 !== "string") fail(shown(base64));
  let text = "";
  try {
    text = atob(base64);
  } catch (error) {
    fail(shown(base64), error);
  }
  if (text.length % size !== 0) fail(`${text.length} bytes`);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  return view;
}
