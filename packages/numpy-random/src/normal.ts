import { checkBits, checkCount, checkFinite } from "./draw-arguments.js";
import { log1p } from "./log1p.js";
import type { PCG64 } from "./pcg64.js";
import { certain, edges, heights } from "./ziggurat-normal-tables.js";

/** Where the tail begins, and its reciprocal, as NumPy rounds them. */
const R = 3.654152885361009;
const INVERSE_R = 0.2736612373297583;

function draw(bits: PCG64): number {
  for (;;) {
    bits.next64();
    // From the lowest bit: 8 choose the layer, 1 the sign, 52 the place in the layer, 3 are unused.
    const { high, low } = bits;
    const layer = low & 0xff;
    const place = (high & 0x1fffffff) * 0x800000 + (low >>> 9);
    const magnitude = place * edges[layer]!;
    const x = low & 0x100 ? -magnitude : magnitude;
    if (place < certain[layer]!) return x;
    if (layer === 0) return tail(bits, (low & 0x20000) !== 0);
    const height = (heights[layer - 1]! - heights[layer]!) * bits.nextDouble() + heights[layer]!;
    if (height < Math.exp(-0.5 * x * x)) return x;
  }
}

/** Marsaglia's method for |x| > R; NumPy takes the sign from another bit here. */
function tail(bits: PCG64, negative: boolean): number {
  for (;;) {
    const x = -INVERSE_R * log1p(-bits.nextDouble());
    const y = -log1p(-bits.nextDouble());
    if (y + y > x * x) return negative ? -(R + x) : R + x;
  }
}

/**
 * Draws of N(0, 1) by the ziggurat of 256 layers: NumPy's `standard_normal`. Without `n` one number, with it an array.
 *
 * Beyond ±3.654 (2.6 draws in 10,000) the value holds a logarithm. NumPy takes it from the C library, whose last bit
 * depends on its version and on the processor; here it is the same everywhere, and equal to NumPy's in all but one draw
 * in millions (see the README).
 *
 * @see G. Marsaglia and W. W. Tsang, The Ziggurat Method for Generating Random Variables, J. Stat. Softw. 5(8), 2000.
 */
export function standardNormal(bits: PCG64): number;
export function standardNormal(bits: PCG64, n: number): Float64Array;
export function standardNormal(bits: PCG64, n?: number): number | Float64Array;
export function standardNormal(bits: PCG64, n?: number): number | Float64Array {
  checkBits("standardNormal", bits);
  if (n === undefined) return draw(bits);
  const out = new Float64Array(checkCount("standardNormal", n));
  for (let i = 0; i < n; i++) out[i] = draw(bits);
  return out;
}

/**
 * Draws of N(mean, deviation²): mean + deviation·z with z of {@link standardNormal}, NumPy's `normal`.
 *
 * @throws RangeError if an argument is not finite or the deviation is negative.
 */
export function normal(bits: PCG64, mean?: number, deviation?: number): number;
export function normal(bits: PCG64, mean: number, deviation: number, n: number): Float64Array;
export function normal(bits: PCG64, mean?: number, deviation?: number, n?: number): number | Float64Array;
export function normal(bits: PCG64, mean = 0, deviation = 1, n?: number): number | Float64Array {
  checkBits("normal", bits);
  checkFinite("normal", "mean", mean);
  checkFinite("normal", "deviation", deviation);
  if (deviation < 0) throw new RangeError(`normal: expected deviation >= 0, got ${deviation}`);
  if (n === undefined) return mean + deviation * draw(bits);
  const out = new Float64Array(checkCount("normal", n));
  for (let i = 0; i < n; i++) out[i] = mean + deviation * draw(bits);
  return out;
}
