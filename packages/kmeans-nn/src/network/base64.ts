import { shown } from "@elbowjs/arguments";

/** Float32 values as base64 of their little-endian bytes: exact, and a third of the length of decimal digits. */
export function encodeFloat32(values: Float32Array): string {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * The values of {@link encodeFloat32}.
 *
 * @throws TypeError if it is no text, or no base64 of whole float32 values.
 */
export function decodeFloat32(caller: string, name: string, base64: string): Float32Array {
  const fail = (got: string, cause?: unknown): never => {
    throw new TypeError(`${caller}: expected ${name} to be float32 values in base64, got ${got}`, { cause });
  };
  if (typeof base64 !== "string") fail(shown(base64));
  let text = "";
  try {
    text = atob(base64);
  } catch (error) {
    fail(shown(base64), error);
  }
  if (text.length % 4 !== 0) fail(`${text.length} bytes`);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  return Float32Array.from({ length: text.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}
