/**
 * Upper 32 bits of the 64-bit product of two unsigned 32-bit integers, of which `Math.imul` gives the lower ones.
 * By halves: with a = a₁2¹⁶ + a₀, every partial sum below stays under 2³², so 32-bit wrapping never loses a carry.
 */
export function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) | 0;
  const other = (Math.imul(a0, b1) + (middle & 0xffff)) | 0;
  return (Math.imul(a1, b1) + (middle >>> 16) + (other >>> 16)) >>> 0;
}
