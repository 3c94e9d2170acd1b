import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { dot, figure } from "@elbowjs/figures";
import { defaultRng } from "@elbowjs/numpy-random";

/** Points on a curve, and the same points corrupted. */
export interface CorruptedCurve {
  readonly x: Float64Array;
  /** x³. */
  readonly original: Float64Array;
  /** x³ + ε, a draw of C(x̂ | x). */
  readonly corrupted: Float64Array;
}

/**
 * Exercise III, problem 3.2: a corruption process for denoising autoencoders. The points (x, x³), with x even on [−low, low],
 * become (x, x³ + ε) with ε ~ N(0, σ²): C(x̂ | x) = N(x̂; (x₁, x₂), diag(0, σ²)).
 *
 * @param options `points` n, an integer in [2, 2²⁴], default 100; `range`, x from −range to range, > 0, default 2.5; `deviation` σ ≥ 0,
 * default 1 as in the exercise; `seed` of NumPy's generator, default 0.
 * @throws RangeError if an option is outside its interval; TypeError for one that does not exist.
 */
export function corruptedCubic(
  options: {
    readonly points?: number;
    readonly range?: number;
    readonly deviation?: number;
    readonly seed?: number;
  } = {},
): CorruptedCurve {
  checkOptions("corruptedCubic", options, ["points", "range", "deviation", "seed"]);
  const { points = 100, range = 2.5, deviation = 1, seed = 0 } = options;
  checkNumbers("corruptedCubic", {
    points: [points, "integer in [2, 16777216]"],
    range: [range, "(0, ∞)"],
    deviation: [deviation, "[0, ∞)"],
  });
  const x = Float64Array.from({ length: points }, (_, i) => -range + (2 * range * i) / (points - 1));
  const original = x.map((value) => value ** 3);
  const noise = defaultRng(seed).normal(0, deviation, points);
  return { x, original, corrupted: original.map((value, i) => value + noise[i]!) };
}

/** Both point sets in one plane, as an SVG document. */
export function corruptionFigure(curve: CorruptedCurve): string {
  checkKinds("corruptionFigure", {
    curve: [curve, { x: "numbers", original: "numbers", corrupted: "numbers" }],
  });
  const { x, original, corrupted } = curve;
  return figure({
    title: "A corruption process: x³ + ε",
    x: { label: "x₁" },
    y: { label: "x₂" },
    marks: [dot({ name: "original", x, y: original }), dot({ name: "corrupted", x, y: corrupted })],
  });
}
