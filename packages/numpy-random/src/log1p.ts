/*
 * Adapted from fdlibm's s_log1p.c:
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software
 * is freely granted, provided that this notice is preserved.
 */

/** ln 2 in two parts: k·LN2_HIGH is exact for the exponents k that occur. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Coefficients of z, z², … z⁷ in the remainder R of log(1 + f) = 2s + s·R, s = f/(2 + f), z = s². */
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;

/**
 * log(1 + x) for x in (−1, 0], within one unit in the last place, and the same bits in every JavaScript engine, which
 * `Math.log1p` does not promise. The sum of the polynomial is in glibc's order.
 */
export function log1p(x: number): number {
  if (x > -(2 ** -29)) return x - x * x * 0.5;
  let k = 0;
  let f = x;
  let c = 0;
  let tiny = false;
  // Below 1 - 1/√2, as fdlibm rounds it: 1 + x = 2^k (1 + f) with 1 + f in [√2/2, √2), and c what rounding 1 + x lost.
  if (x <= -0x12bec4 * 2 ** -22) {
    let u = 1 + x;
    c = (x - (u - 1)) / u;
    while (u < 1) {
      u *= 2;
      k--;
    }
    if (u < 0x16a09e * 2 ** -20) tiny = u < 1 + 2 ** -20;
    else {
      tiny = u >= 2 - 3 * 2 ** -20;
      k++;
      u /= 2;
    }
    f = u - 1;
  }
  const halfSquare = 0.5 * f * f;
  if (tiny) {
    if (f === 0) return k * LN2_HIGH + (c + k * LN2_LOW);
    const r = halfSquare * (1 - 0.6666666666666666 * f);
    return k * LN2_HIGH - (r - (k * LN2_LOW + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const r = z * L1 + z2 * (L2 + z * L3) + z4 * (L4 + z * L5) + z4 * z2 * (L6 + z * L7);
  if (k === 0) return f - (halfSquare - s * (halfSquare + r));
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + r) + (k * LN2_LOW + c)) - f);
}
