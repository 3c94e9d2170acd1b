/**
 * e^x for x in [−87, 0], to 2 units in the last place: x = n·ln 2 + r, a polynomial in r, and n into the exponent. The
 * standard library's table would be static data, which a module on a shared heap must not have.
 */
// @ts-ignore: decorator
@inline
export function exponential(x: f32): f32 {
  const n: f32 = nearest(x * 1.44269504);
  const r: f32 = x - n * 0.693359375 - n * -2.12194440e-4; // ln 2 in two parts, after Cody and Waite
  let p: f32 = 1.9875691500e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  p = p * r * r + r + 1;
  return p * reinterpret<f32>((<i32>n + 127) << 23);
}
