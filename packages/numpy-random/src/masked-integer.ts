import type { PCG64 } from "./pcg64.js";

/**
 * One integer uniform on 0 … last, both included: 32-bit draws cut to the bits of `last`, and drawn again while above it.
 * NumPy's `random_interval`, which its `shuffle` and `permutation` use where `integers` and `choice` use Lemire's method.
 *
 * @param last Integer in [1, 2³²).
 */
export function maskedInteger(bits: PCG64, last: number): number {
  const mask = 0xffffffff >>> Math.clz32(last);
  for (;;) {
    const draw = (bits.nextUint32() & mask) >>> 0;
    if (draw <= last) return draw;
  }
}
