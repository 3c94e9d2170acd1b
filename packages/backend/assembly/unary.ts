import { decay4, exp4, log4, softplus4, tanh4 } from "@elbowjs/kernels/assembly/exponential";

/** Which of the elementwise functions. */
export const enum UnaryFunction { Exp, Log, Tanh, Softplus, Sqrt, Rsqrt, LeakyRelu }

/** out = f(x) over n float32; `alpha` is the slope of LeakyRelu below zero. `out` may be `x`, but for Softplus. */
export function unary(f: UnaryFunction, x: usize, n: i32, out: usize, alpha: f32): void {
  switch (f) {
    case UnaryFunction.Exp: return exp(x, n, out);
    case UnaryFunction.Log: return log(x, n, out);
    case UnaryFunction.Tanh: return tanh(x, n, out);
    case UnaryFunction.Softplus: return softplus(x, n, out);
    case UnaryFunction.Sqrt: return sqrt(x, n, out);
    case UnaryFunction.Rsqrt: return rsqrt(x, n, out);
    default: return each(UnaryFunction.LeakyRelu, x, n, out, alpha);
  }
}

/* A function each: in one large function the engine keeps fewer of the loops' values in registers. */
function exp(x: usize, n: i32, out: usize): void { each(UnaryFunction.Exp, x, n, out); }
function log(x: usize, n: i32, out: usize): void { each(UnaryFunction.Log, x, n, out); }
function tanh(x: usize, n: i32, out: usize): void { each(UnaryFunction.Tanh, x, n, out); }
function sqrt(x: usize, n: i32, out: usize): void { each(UnaryFunction.Sqrt, x, n, out); }
function rsqrt(x: usize, n: i32, out: usize): void { each(UnaryFunction.Rsqrt, x, n, out); }

function decay(x: usize, n: i32, out: usize): void { each(UnaryFunction.Softplus, x, n, out); }

/** In blocks that stay in the first-level cache: e⁻ˡˣˡ to out, then the rest of it from x and out. */
function softplus(x: usize, n: i32, out: usize): void {
  for (let i = 0; i < n; i += 1024, x += 4096) {
    const count = min(n - i, 1024), end = out + (<usize>count << 2);
    decay(x, count, out);
    let from = x;
    for (; out + 16 <= end; out += 16, from += 16) v128.store(out, softplus4(v128.load(from), v128.load(out)));
    for (; out < end; out += 4, from += 4) {
      store<f32>(out, f32x4.extract_lane(softplus4(v128.load_splat<u32>(from), v128.load_splat<u32>(out)), 0));
    }
  }
}

// @ts-ignore: decorator
@inline
function each(f: UnaryFunction, x: usize, n: i32, out: usize, alpha: f32 = 0): void {
  const end = out + (<usize>n << 2);
  for (; out + 16 <= end; out += 16, x += 16) v128.store(out, apply4(f, v128.load(x), alpha));
  for (; out < end; out += 4, x += 4) {
    store<f32>(out, f32x4.extract_lane(apply4(f, v128.load_splat<u32>(x), alpha), 0));
  }
}

// @ts-ignore: decorator
@inline
function apply4(f: UnaryFunction, x: v128, alpha: f32): v128 {
  if (f == UnaryFunction.Exp) return exp4(x);
  if (f == UnaryFunction.Log) return log4(x);
  if (f == UnaryFunction.Tanh) return tanh4(x);
  if (f == UnaryFunction.Softplus) return decay4(x);
  if (f == UnaryFunction.Sqrt) return f32x4.sqrt(x);
  if (f == UnaryFunction.Rsqrt) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  return v128.bitselect(f32x4.mul(x, f32x4.splat(alpha)), x, f32x4.lt(x, f32x4.splat(0)));
}
