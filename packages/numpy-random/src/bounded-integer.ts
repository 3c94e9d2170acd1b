import type { PCG64 } from "./pcg64.js";

/**
 * One integer uniform on 0 … last, both included, without bias: Lemire's multiplication with rejection, over 32-bit draws
 * up to last = 2³² − 1 and over 64-bit draws beyond, which is what NumPy does for its default int64.
 *
 * @param last Integer in [0, 2⁵³). At 0 nothing is drawn.
 * @see D. Lemire, Fast Random Integer Generation in an Interval, ACM TOMACS 29(1), 2019, https://arxiv.org/abs/1805.10941
 */
export function boundedInteger(bits: PCG64, last: number): number {
  if (last === 0) return 0;
  if (last > 0xffffffff) return boundedInteger64(bits, last);
  let draw = bits.nextUint32();
  if (last === 0xffffffff) return draw;
  const size = last + 1;
  let leftover = Math.imul(draw, size) >>> 0;
  if (leftover < size) {
    const threshold = (0xffffffff - last) % size;
    while (leftover < threshold) {
      draw = bits.nextUint32();
      leftover = Math.imul(draw, size) >>> 0;
    }
  }
  return multiplyHigh(draw, size);
}

/** The same over 64 bits, for intervals longer than 2³²: rare, hence the plain BigInt form. */
function boundedInteger64(bits: PCG64, last: number): number {
  const size = BigInt(last) + 1n;
  const threshold = ((1n << 64n) - size) % size;
  for (;;) {
    bits.next64();
    const product = ((BigInt(bits.high >>> 0) << 32n) | BigInt(bits.low >>> 0)) * size;
    if (BigInt.asUintN(64, product) >= threshold) return Number(product >> 64n);
  }
}

/**
 * Upper 32 bits of the 64-bit product of two unsigned 32-bit integers, of which `Math.imul` gives the lower ones.
 * By halves: with a = a₁2¹⁶ + a₀, every partial sum below stays under 2³², so 32-bit wrapping never loses a carry.
 */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) | 0;
  const other = (Math.imul(a0, b1) + (middle & 0xffff)) | 0;
  return (Math.imul(a1, b1) + (middle >>> 16) + (other >>> 16)) >>> 0;
}
