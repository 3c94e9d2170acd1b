import type { PCG64 } from "./pcg64.js";

/**
 * One integer uniform on 0 … last, both included: 32-bit draws cut to the bits of `last`, and drawn again while above it.
 * NumPy's `random_interval`, which its `shuffle` and `permutation` use where `integers` and `choice` use Lemire's method.
 *
 * @param last Integer in [0, 2³²). At 0 nothing is drawn.
 */
export function maskedInteger(bits: PCG64, last: number): number {
  if (last === 0) return 0;
  const mask = 0xffffffff >>> Math.clz32(last);
  for (;;) {
    const draw = (bits.nextUint32() & mask) >>> 0;
    if (draw <= last) return draw;
  }
}
