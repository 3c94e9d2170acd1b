/**
 * a·b + c in each of four float32 lanes. The relaxed-SIMD module rounds once where the processor has a fused
 * multiply-add, the plain one rounds twice; both are allowed by IEEE 754 for a sum of products in any order.
 */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
