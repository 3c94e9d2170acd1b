/** Numerator and denominator in 0.180625 − q², |q| ≤ 0.425, and in √(−ln p) − 1.6; powers ascending. */
const central = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const tail = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};

/**
 * Φ⁻¹(p), the number below which a standard normal variable lies with probability p, to 1e-15 relative. Only operations that
 * IEEE 754 rounds correctly, so that every engine gives the same bits; `Math.log` does not.
 *
 * @param p in [1e-11, 1 − 1e-11].
 * @see M. Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution, 1988.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(central, 0.180625 - q * q);
  const r = Math.sqrt(-logarithm(q < 0 ? p : 1 - p)) - 1.6;
  return q < 0 ? -ratio(tail, r) : ratio(tail, r);
}

function ratio(
  { above, below }: { readonly above: readonly number[]; readonly below: readonly number[] },
  x: number,
): number {
  let [numerator, denominator] = [0, 0];
  for (let i = 7; i >= 0; i--) {
    numerator = numerator * x + above[i]!;
    denominator = denominator * x + below[i]!;
  }
  return numerator / denominator;
}

/** ln x for x in (0, 1]: x = m·2ᵉ with m in (√½, √2], ln m = 2·artanh((m − 1)/(m + 1)). */
function logarithm(x: number): number {
  let [m, e] = [x, 0];
  while (m <= Math.SQRT1_2) {
    m *= 2;
    e--;
  }
  const s = (m - 1) / (m + 1);
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * s * s + 1 / k;
  return 2 * s * sum + e * Math.LN2;
}
