import { checkBits, checkCount } from "./draw-arguments.js";
import { log1p } from "./log1p.js";
import type { PCG64 } from "./pcg64.js";
import { certain, edges, heights } from "./ziggurat-exponential-tables.js";

/** Where the tail begins. */
const R = 7.69711747013105;

function draw(bits: PCG64): number {
  for (;;) {
    bits.next64();
    // From the lowest bit: 3 are unused, 8 choose the layer, 53 the place in the layer.
    const layer = (bits.low >>> 3) & 0xff;
    const place = (bits.high >>> 0) * 0x200000 + (bits.low >>> 11);
    const x = place * edges[layer]!;
    if (place < certain[layer]!) return x;
    // The exponential has no memory: its tail is the whole again, moved by R.
    if (layer === 0) return R - log1p(-bits.nextDouble());
    const height = (heights[layer - 1]! - heights[layer]!) * bits.nextDouble() + heights[layer]!;
    if (height < Math.exp(-x)) return x;
  }
}

/**
 * Draws of the exponential distribution of mean 1 by the ziggurat: NumPy's `standard_exponential`. Without `n` one
 * number, with it an array. Beyond 7.697 (4.5 draws in 10,000) it holds a logarithm, with the reserve told at
 * {@link standardNormal}.
 */
export function standardExponential(bits: PCG64): number;
export function standardExponential(bits: PCG64, n: number): Float64Array;
export function standardExponential(bits: PCG64, n?: number): number | Float64Array;
export function standardExponential(bits: PCG64, n?: number): number | Float64Array {
  checkBits("standardExponential", bits);
  if (n === undefined) return draw(bits);
  const out = new Float64Array(checkCount("standardExponential", n));
  for (let i = 0; i < n; i++) out[i] = draw(bits);
  return out;
}
