import { add, concat, mul, split, sub, type Tensor2D, type Tensor4D, tensor2d } from "@tensorflow/tfjs-core";

/** The longest wave, in places over 2π. */
const base = 10000;

/**
 * Queries or keys turned by their places: of each head the numbers i and i + k/2 are a point of a plane, turned by t·10000^(−2i/k).
 * The product of a query and a key then depends on how far apart they are, not on where they stand.
 *
 * @param x [n, heads, T, k], k even.
 * @param from place of the first one.
 * @see J. Su et al., RoFormer: Enhanced Transformer with Rotary Position Embedding, 2021, equation 15.
 */
export function turned(x: Tensor4D, from: number): Tensor4D {
  const [, , steps, k] = x.shape;
  const [cos, sin] = waves(from, steps, k / 2);
  const [a, b] = split(x, 2, 3) as [Tensor4D, Tensor4D];
  return concat([sub(mul(a, cos), mul(b, sin)), add(mul(a, sin), mul(b, cos))], 3) as Tensor4D;
}

/** cos and sin of the angles of places, [T, half] each. */
function waves(from: number, steps: number, half: number): [Tensor2D, Tensor2D] {
  const cosines = new Float32Array(steps * half);
  const sines = new Float32Array(steps * half);
  for (let t = 0; t < steps; t++)
    for (let i = 0; i < half; i++) {
      const angle = (from + t) * base ** (-i / half);
      cosines[t * half + i] = Math.cos(angle);
      sines[t * half + i] = Math.sin(angle);
    }
  return [tensor2d(cosines, [steps, half]), tensor2d(sines, [steps, half])];
}
