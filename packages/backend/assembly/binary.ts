import { begin, firstOffset, firstStep, LoopNest, next, runLength, secondOffset, secondStep } from "./loop-nest";

/** Which of the elementwise operations of two operands. */
export const enum BinaryOperation { Add, Subtract, Multiply, Divide, SquaredDifference, Maximum, Minimum }

/**
 * out = a ∘ b over broadcast float32. The first strides walk a, the second b (0 where it is broadcast), and out is
 * written in order. A run of the innermost axis is vector ∘ vector, or one of the two is a single value.
 */
export function binary(operation: BinaryOperation, nest: LoopNest, a: usize, b: usize, out: usize): void {
  switch (operation) {
    case BinaryOperation.Add: return add(nest, a, b, out);
    case BinaryOperation.Subtract: return subtract(nest, a, b, out);
    case BinaryOperation.Multiply: return multiply(nest, a, b, out);
    case BinaryOperation.Divide: return divide(nest, a, b, out);
    case BinaryOperation.SquaredDifference: return squaredDifference(nest, a, b, out);
    case BinaryOperation.Maximum: return maximum(nest, a, b, out);
    default: return minimum(nest, a, b, out);
  }
}

/* A function an operation: in one large function the engine keeps fewer of the loops' values in registers. */
function add(nest: LoopNest, a: usize, b: usize, out: usize): void { walk(BinaryOperation.Add, nest, a, b, out); }
function subtract(nest: LoopNest, a: usize, b: usize, out: usize): void { walk(BinaryOperation.Subtract, nest, a, b, out); }
function multiply(nest: LoopNest, a: usize, b: usize, out: usize): void { walk(BinaryOperation.Multiply, nest, a, b, out); }
function divide(nest: LoopNest, a: usize, b: usize, out: usize): void { walk(BinaryOperation.Divide, nest, a, b, out); }
function squaredDifference(nest: LoopNest, a: usize, b: usize, out: usize): void { walk(BinaryOperation.SquaredDifference, nest, a, b, out); }
function maximum(nest: LoopNest, a: usize, b: usize, out: usize): void { walk(BinaryOperation.Maximum, nest, a, b, out); }
function minimum(nest: LoopNest, a: usize, b: usize, out: usize): void { walk(BinaryOperation.Minimum, nest, a, b, out); }

// @ts-ignore: decorator
@inline
function walk(operation: BinaryOperation, nest: LoopNest, a: usize, b: usize, out: usize): void {
  const n = runLength(nest), aStep = firstStep(nest), bStep = secondStep(nest);
  begin(nest);
  do {
    let x = a + firstOffset(nest), y = b + secondOffset(nest);
    const end = out + (<usize>n << 2);
    if (aStep == 4 && bStep == 4) {
      for (; out + 64 <= end; out += 64, x += 64, y += 64) {
        v128.store(out, apply4(operation, v128.load(x), v128.load(y)));
        v128.store(out, apply4(operation, v128.load(x, 16), v128.load(y, 16)), 16);
        v128.store(out, apply4(operation, v128.load(x, 32), v128.load(y, 32)), 32);
        v128.store(out, apply4(operation, v128.load(x, 48), v128.load(y, 48)), 48);
      }
      for (; out + 16 <= end; out += 16, x += 16, y += 16) v128.store(out, apply4(operation, v128.load(x), v128.load(y)));
    } else if (bStep == 0) {
      const value = v128.load_splat<u32>(y);
      for (; out + 64 <= end; out += 64, x += 64) {
        v128.store(out, apply4(operation, v128.load(x), value));
        v128.store(out, apply4(operation, v128.load(x, 16), value), 16);
        v128.store(out, apply4(operation, v128.load(x, 32), value), 32);
        v128.store(out, apply4(operation, v128.load(x, 48), value), 48);
      }
      for (; out + 16 <= end; out += 16, x += 16) v128.store(out, apply4(operation, v128.load(x), value));
    } else {
      const value = v128.load_splat<u32>(x);
      for (; out + 64 <= end; out += 64, y += 64) {
        v128.store(out, apply4(operation, value, v128.load(y)));
        v128.store(out, apply4(operation, value, v128.load(y, 16)), 16);
        v128.store(out, apply4(operation, value, v128.load(y, 32)), 32);
        v128.store(out, apply4(operation, value, v128.load(y, 48)), 48);
      }
      for (; out + 16 <= end; out += 16, y += 16) v128.store(out, apply4(operation, value, v128.load(y)));
    }
    for (; out < end; out += 4, x += aStep, y += bStep) {
      store<f32>(out, f32x4.extract_lane(apply4(operation, v128.load_splat<u32>(x), v128.load_splat<u32>(y)), 0));
    }
  } while (next(nest));
}

// @ts-ignore: decorator
@inline
function apply4(operation: BinaryOperation, a: v128, b: v128): v128 {
  if (operation == BinaryOperation.Add) return f32x4.add(a, b);
  if (operation == BinaryOperation.Subtract) return f32x4.sub(a, b);
  if (operation == BinaryOperation.Multiply) return f32x4.mul(a, b);
  if (operation == BinaryOperation.Divide) return f32x4.div(a, b);
  if (operation == BinaryOperation.Maximum) return f32x4.max(a, b);
  if (operation == BinaryOperation.Minimum) return f32x4.min(a, b);
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}
