/** A value by numerical integration. */
export interface QuadratureResult {
  readonly value: number;
  /** Estimate of the absolute error of integration, not of rounding. */
  readonly error: number;
}

// QUADPACK's 15-point Kronrod rule with its 7-point Gauss rule: nodes from the outermost to the middle.
const nodes = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.2077849550078985, 0,
];
const kronrod = [
  0.022935322010529224, 0.06309209262997856, 0.1047900103222502, 0.1406532597155259, 0.1690047266392679,
  0.1903505780647854, 0.2044329400752989, 0.2094821410847278,
];
const gauss = [0.1294849661688697, 0.2797053914892767, 0.3818300505051189, 0.4179591836734694];

interface Piece extends QuadratureResult {
  readonly from: number;
  readonly to: number;
}

/** Pieces after which an integral that has not converged is given up. */
const mostPieces = 4000;

/**
 * ∫ f over an interval by the 15-point Gauss–Kronrod rule, the piece with the largest error cut in two until the errors sum to
 * less than the tolerance, absolute below 1 and relative above. An infinite end is reached by x = c + t / (1 − t²).
 *
 * @returns value Infinity as soon as f is Infinity somewhere.
 * @throws RangeError where the integral does not converge, and where f is NaN.
 * @see R. Piessens et al., QUADPACK, 1983 (`qk15`, `qag`).
 */
export function integrate(
  caller: string,
  f: (x: number) => number,
  [from, to]: readonly [number, number],
  tolerance: number,
): QuadratureResult {
  const [g, low, high] = onFiniteInterval(f, from, to);
  const start = 24;
  const pieces = Array.from({ length: start }, (_, i) =>
    ruleOver(caller, g, low + ((high - low) * i) / start, low + ((high - low) * (i + 1)) / start),
  );
  for (;;) {
    const [value, error] = [total(pieces, "value"), total(pieces, "error")];
    if (value === Number.POSITIVE_INFINITY) return { value, error: 0 };
    if (error <= tolerance * Math.max(1, Math.abs(value))) return { value, error };
    const worst = pieces.reduce((most, piece, i) => (piece.error > pieces[most]!.error ? i : most), 0);
    const { from: left, to: right } = pieces[worst]!;
    const middle = (left + right) / 2;
    const isIndivisible = middle === left || middle === right;
    if (isIndivisible || pieces.length >= mostPieces)
      throw new RangeError(
        `${caller}: expected an integral that converges to ${tolerance}, got ${value} ± ${error.toPrecision(2)} in ${pieces.length} pieces; is it infinite, or the interval [${from}, ${to}] wrong?`,
      );
    pieces[worst] = ruleOver(caller, g, left, middle);
    pieces.push(ruleOver(caller, g, middle, right));
  }
}

function onFiniteInterval(f: (x: number) => number, from: number, to: number) {
  if (Number.isFinite(from) && Number.isFinite(to)) return [f, from, to] as const;
  const centre = Number.isFinite(from) ? from : Number.isFinite(to) ? to : 0;
  const g = (t: number) => {
    const rest = 1 - t * t;
    const value = f(centre + t / rest);
    return value === 0 ? 0 : (value * (1 + t * t)) / (rest * rest);
  };
  return [g, Number.isFinite(from) ? 0 : -1, Number.isFinite(to) ? 0 : 1] as const;
}

function ruleOver(caller: string, f: (x: number) => number, from: number, to: number): Piece {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  let [fine, coarse] = [0, 0];
  for (const [i, node] of nodes.entries()) {
    const both = node === 0 ? f(middle) : f(middle - half * node) + f(middle + half * node);
    if (Number.isNaN(both))
      throw new RangeError(`${caller}: expected densities that are numbers, got NaN near ${middle}`);
    fine += kronrod[i]! * both;
    if (i % 2 === 1) coarse += gauss[(i - 1) / 2]! * both;
  }
  // Cautious: the Kronrod value is far better than the difference of the two where f is smooth, but not at a root's end.
  const error = Math.abs((fine - coarse) * half);
  return { from, to, value: fine * half, error: Number.isFinite(error) ? error : 0 };
}

function total(pieces: readonly Piece[], what: "value" | "error"): number {
  return pieces.reduce((result, piece) => result + piece[what], 0);
}
