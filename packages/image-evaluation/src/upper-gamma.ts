/**
 * The regularised upper incomplete gamma function Q(a, x) = ∫ₓ^∞ t^(a−1) e⁻ᵗ dt / Γ(a), whose Q(k/2, x/2) is the probability that a
 * χ² of k degrees of freedom is larger than x. By its series below x = a + 1, by a continued fraction (Lentz) above: each converges
 * where the other does not.
 *
 * @param a > 0. @param x ≥ 0.
 * @returns in [0, 1], to about 1e-12.
 * @see NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2.
 */
export function upperGamma(a: number, x: number): number {
  if (x === 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / nonzero(an * d + b, tiny);
    c = nonzero(b + an / c, tiny);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

const nonzero = (value: number, tiny: number): number => (Math.abs(value) < tiny ? tiny : value);

/** ln Γ(a) by Stirling's series, after Γ(a) = Γ(a + m) / (a ⋯ (a + m − 1)) has brought a above 10. */
function logGamma(a: number): number {
  let shift = 0;
  let z = a;
  for (; z < 10; z++) shift += Math.log(z);
  const r = 1 / (z * z);
  const series =
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
