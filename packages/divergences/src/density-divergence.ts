import { checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { jensenShannonTerm } from "./jensen-shannon.js";
import { relativeEntropy } from "./kl-divergence.js";
import { integrate, type QuadratureResult } from "./quadrature.js";

/** A probability density on a line. */
export type Density = (x: number) => number;

export interface DensityOptions {
  /** Where the densities live; either end may be infinite. Default [−∞, ∞]. */
  readonly interval?: readonly [from: number, to: number];
  /** Largest error of integration, absolute below 1 and relative above, > 0. Default 1e-12. */
  readonly tolerance?: number;
  /** The functions are logarithms of densities, which do not underflow in the tails. Default false. */
  readonly logarithmic?: boolean;
}

/**
 * KL(p ‖ q) = ∫ p ln(p / q) dx of two densities on a line, by quadrature.
 *
 * @returns in nats; Infinity where q is 0 and p is not. A density that underflows to 0 counts as 0: pass logarithms for thin tails.
 * @throws TypeError for what is no function; RangeError for an empty interval, a density that is negative, NaN, or does not
 *   integrate to 1 within 1e-6, and for an integral that does not converge.
 */
export function densityKlDivergence(p: Density, q: Density, options: DensityOptions = {}): QuadratureResult {
  const { logP, logQ, range, tolerance } = readDensities("densityKlDivergence", p, q, options);
  const term = options.logarithmic
    ? (x: number) => {
        const log = logP(x);
        return log === Number.NEGATIVE_INFINITY ? 0 : Math.exp(log) * (log - logQ(x));
      }
    : (x: number) => relativeEntropy(p(x), q(x));
  return integrate("densityKlDivergence", term, range, tolerance);
}

/**
 * The Jensen–Shannon divergence of two densities on a line, by quadrature.
 *
 * @returns in nats, 0 to ln 2.
 * @throws as `densityKlDivergence`.
 */
export function densityJensenShannon(p: Density, q: Density, options: DensityOptions = {}): QuadratureResult {
  const { densityP, densityQ, range, tolerance } = readDensities("densityJensenShannon", p, q, options);
  return integrate(
    "densityJensenShannon",
    (x) => jensenShannonTerm(densityP(x), densityQ(x)),
    range,
    tolerance,
  );
}

/**
 * The discriminator that tells data of density p from generated points of density q best, D*(x) = p(x) / (p(x) + q(x)): the
 * posterior probability of data when either is as likely beforehand. Where both are 0 it says ½.
 *
 * @see I. Goodfellow et al., Generative Adversarial Nets, 2014, proposition 1; ECE/CS 559, lectures 22 and 23.
 */
export function optimalDiscriminator(p: Density, q: Density): Density {
  checkKinds("optimalDiscriminator", { p: [p, "function"], q: [q, "function"] });
  return (x) => {
    const [data, generated] = [p(x), q(x)];
    return data + generated === 0 ? 0.5 : data / (data + generated);
  };
}

export interface GanValueOptions extends Omit<DensityOptions, "logarithmic"> {
  /** Probability of data at x, 0 to 1. Default `optimalDiscriminator(p, q)`. */
  readonly discriminator?: Density;
}

/**
 * The value of the game between generator and discriminator, V = E_p[ln D(x)] + E_q[ln(1 − D(x))], by quadrature. With the best
 * discriminator it is 2 JS(p, q) − ln 4, which is why the generator minimizes the Jensen–Shannon divergence.
 *
 * @param p density of the data. @param q density of what is generated.
 * @returns in nats, ≤ 0; −Infinity for a discriminator that is sure and wrong.
 * @throws as `densityKlDivergence`.
 */
export function ganValue(p: Density, q: Density, options: GanValueOptions = {}): QuadratureResult {
  checkOptions("ganValue", options, ["interval", "tolerance", "discriminator"]);
  const { discriminator, ...rest } = options;
  checkKinds("ganValue", { discriminator: [discriminator, "function or undefined"] });
  const { range, tolerance } = readDensities("ganValue", p, q, rest);
  const judge = discriminator ?? optimalDiscriminator(p, q);
  const loss = (mass: number, belief: number) => (mass === 0 ? 0 : -mass * Math.log(belief));
  const { value, error } = integrate(
    "ganValue",
    (x) => loss(p(x), judge(x)) + loss(q(x), 1 - judge(x)),
    range,
    tolerance,
  );
  return { value: -value, error };
}

/** The most that a density's integral may differ from 1. */
const massTolerance = 1e-6;

function readDensities(caller: string, p: Density, q: Density, options: DensityOptions) {
  checkKinds(caller, { p: [p, "function"], q: [q, "function"] });
  checkOptions(caller, options, ["interval", "tolerance", "logarithmic"]);
  const { interval: range = [-Infinity, Infinity], tolerance = 1e-12, logarithmic = false } = options;
  checkNumbers(caller, { tolerance: [tolerance, "> 0"] });
  checkKinds(caller, { logarithmic: [logarithmic, "boolean"] });
  if (!Array.isArray(range) || range.length !== 2 || !(range[0]! < range[1]!))
    throw new RangeError(
      `${caller}: expected interval to be [from, to] with from < to, got ${Array.isArray(range) ? `[${range.join(", ")}]` : shown(range)}`,
    );
  const densityP = logarithmic ? (x: number) => Math.exp(p(x)) : p;
  const densityQ = logarithmic ? (x: number) => Math.exp(q(x)) : q;
  checkMass(caller, "p", densityP, range);
  checkMass(caller, "q", densityQ, range);
  return { densityP, densityQ, logP: p, logQ: q, range, tolerance };
}

function checkMass(caller: string, name: string, density: Density, range: readonly [number, number]): void {
  const checked = (x: number) => {
    const value = density(x);
    if (value < 0) throw new RangeError(`${caller}: expected a density ${name} ≥ 0, got ${value} at ${x}`);
    return value;
  };
  const { value } = integrate(caller, checked, range, massTolerance / 100);
  if (!(Math.abs(value - 1) <= massTolerance))
    throw new RangeError(
      `${caller}: expected ${name} to integrate to 1 over [${range.join(", ")}], got ${value}; check the interval and the constant`,
    );
}
