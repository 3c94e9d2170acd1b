/** 2ⁿ for n from −1022 to 1. */
const powers: Float64Array = Float64Array.from({ length: 1024 }, (_, i) => 2 ** (i - 1022));

/** Adding and subtracting 1.5·2⁵² rounds to an integer. */
const shift = 6755399441055744;

/**
 * eˣ for x ≤ 0 within two units in the last place; 0 below −708, where the result is under 1e-307. x = n·ln 2 + r with |r| ≤ ½ ln 2, a
 * polynomial in r, and 2ⁿ: the same bits in every engine, and those of assembly/index.ts.
 */
export function exponential(x: number): number {
  if (!(x >= -708)) return x < 0 ? 0 : Number.NaN;
  const n = x * Math.LOG2E + shift - shift;
  const r = x - n * 0.6931471803691238 - n * 1.9082149292705877e-10;
  let p = 2.08767569878681e-9;
  p = p * r + 2.505210838544172e-8;
  p = p * r + 2.755731922398589e-7;
  p = p * r + 2.7557319223985893e-6;
  p = p * r + 2.48015873015873e-5;
  p = p * r + 1.984126984126984e-4;
  p = p * r + 1.388888888888889e-3;
  p = p * r + 8.333333333333333e-3;
  p = p * r + 4.1666666666666664e-2;
  p = p * r + 1.6666666666666666e-1;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  return p * powers[n + 1022]!;
}
