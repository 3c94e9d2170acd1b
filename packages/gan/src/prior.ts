import type { RandomGenerator } from "@elbowjs/layers";
import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";

/** How z is distributed: each element N(0, 1), U(0, 1), or Student's t of 2 degrees of freedom, whose variance is infinite. */
export type Prior = "gaussian" | "uniform" | "heavy-tailed";

/** The priors by name. */
export const priors: readonly Prior[] = ["gaussian", "uniform", "heavy-tailed"];

/** n draws of z, shape `[n, latent]`; the caller disposes of it. */
export function drawLatent(prior: Prior, n: number, latent: number, random: RandomGenerator): Tensor2D {
  return tensor2d(Float32Array.from(drawNumbers(prior, n * latent, random)), [n, latent]);
}

function drawNumbers(prior: Prior, count: number, random: RandomGenerator): ArrayLike<number> {
  switch (prior) {
    case "gaussian":
      return random.standardNormal(count);
    case "uniform":
      return random.uniform(0, 1, count);
    case "heavy-tailed": {
      // Student's t of 2 degrees of freedom has its quantiles in closed form: t = (2u − 1)·√(2 / (4u(1 − u))).
      const u = Float64Array.from(random.uniform(0, 1, count));
      return u.map((value) => {
        const inside = Math.min(Math.max(value, 2 ** -40), 1 - 2 ** -40);
        return (2 * inside - 1) * Math.sqrt(1 / (2 * inside * (1 - inside)));
      });
    }
    default:
      return prior satisfies never;
  }
}

/**
 * Points on the way from one z to another: for the Gaussian along the great circle, since nearly all of its draws lie at one
 * distance from 0 and the middle of the chord does not; for the others along the line.
 *
 * @param a shape `[latent]`, as numbers. @param t in [0, 1].
 * @see T. White, Sampling Generative Networks, 2016, section 2.1.
 */
export function between(prior: Prior, a: ArrayLike<number>, b: ArrayLike<number>, t: number): Float32Array {
  const [left, right] = prior === "gaussian" ? greatCircle(a, b, t) : [1 - t, t];
  return Float32Array.from({ length: a.length }, (_, i) => left * a[i]! + right * b[i]!);
}

function greatCircle(a: ArrayLike<number>, b: ArrayLike<number>, t: number): readonly [number, number] {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  const angle = Math.acos(Math.min(1, Math.max(-1, dot / Math.sqrt(aa * bb || 1))));
  const sine = Math.sin(angle);
  // At an angle of 0 or π there is no one circle; the line is as good.
  if (sine < 1e-6) return [1 - t, t];
  return [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
}
