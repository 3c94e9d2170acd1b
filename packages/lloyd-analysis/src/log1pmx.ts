/**
 * log(1 + y) − y for y ≥ −1, without the cancellation of the plain difference near 0.
 *
 * With s = y/(2 + y), log(1 + y) = 2 artanh(s) = 2s + 2s³/3 + 2s⁵/5 + … and 2s − y = −s y, so the difference is
 * −s y + 2 s³ (1/3 + s²/5 + s⁴/7 + …), whose first term is the larger by far.
 */
export function log1pmx(y: number): number {
  if (Math.abs(y) > 0.5) return Math.log1p(y) - y;
  const s = y / (2 + y);
  const s2 = s * s;
  let series = 0;
  // |s| ≤ 1/3, so the terms fall below one part in 2⁵³ of the first after 17 of them.
  for (let power = 37; power >= 3; power -= 2) series = series * s2 + 1 / power;
  return 2 * s * s2 * series - s * y;
}
