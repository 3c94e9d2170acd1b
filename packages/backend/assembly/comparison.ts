import { begin, firstOffset, firstStep, LoopNest, next, runLength, secondOffset, secondStep } from "./loop-nest";

/** Which comparison of two operands. */
export const enum Comparison { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual }

/** out = a ∘ b over broadcast float32, one byte of 0 or 1 each; the strides as in `binary`. */
export function compare(comparison: Comparison, nest: LoopNest, a: usize, b: usize, out: usize): void {
  switch (comparison) {
    case Comparison.Equal: return walk(Comparison.Equal, nest, a, b, out);
    case Comparison.NotEqual: return walk(Comparison.NotEqual, nest, a, b, out);
    case Comparison.Less: return walk(Comparison.Less, nest, a, b, out);
    case Comparison.LessEqual: return walk(Comparison.LessEqual, nest, a, b, out);
    case Comparison.Greater: return walk(Comparison.Greater, nest, a, b, out);
    default: return walk(Comparison.GreaterEqual, nest, a, b, out);
  }
}

// @ts-ignore: decorator
@inline
function walk(comparison: Comparison, nest: LoopNest, a: usize, b: usize, out: usize): void {
  const n = runLength(nest), aStep = firstStep(nest), bStep = secondStep(nest);
  // Sixteen results fill one vector of bytes; an operand that repeats has all its steps zero.
  const a4 = <usize>aStep * 4, b4 = <usize>bStep * 4;
  begin(nest);
  do {
    let x = a + firstOffset(nest), y = b + secondOffset(nest);
    const end = out + n;
    for (; out + 16 <= end; out += 16, x += 4 * a4, y += 4 * b4) {
      const low = i16x8.narrow_i32x4_s(test4(comparison, four(x, aStep), four(y, bStep)),
        test4(comparison, four(x + a4, aStep), four(y + b4, bStep)));
      const high = i16x8.narrow_i32x4_s(test4(comparison, four(x + 2 * a4, aStep), four(y + 2 * b4, bStep)),
        test4(comparison, four(x + 3 * a4, aStep), four(y + 3 * b4, bStep)));
      v128.store(out, v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(1)));
    }
    for (; out < end; out++, x += aStep, y += bStep) {
      const result = test4(comparison, v128.load_splat<u32>(x), v128.load_splat<u32>(y));
      store<u8>(out, i32x4.extract_lane(result, 0) & 1);
    }
  } while (next(nest));
}

// @ts-ignore: decorator
@inline
function four(x: usize, step: i32): v128 {
  return step == 4 ? v128.load(x) : v128.load_splat<u32>(x);
}

// @ts-ignore: decorator
@inline
function test4(comparison: Comparison, a: v128, b: v128): v128 {
  if (comparison == Comparison.Equal) return f32x4.eq(a, b);
  if (comparison == Comparison.NotEqual) return f32x4.ne(a, b);
  if (comparison == Comparison.Less) return f32x4.lt(a, b);
  if (comparison == Comparison.LessEqual) return f32x4.le(a, b);
  if (comparison == Comparison.Greater) return f32x4.gt(a, b);
  return f32x4.ge(a, b);
}
