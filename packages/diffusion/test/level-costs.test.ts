import { expectClose, firstMismatch } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import {
  imageErrorCost,
  noiseErrorCost,
  noiseSchedule,
  priorCost,
  reconstructionConstant,
  type ScheduleName,
} from "../src/index.js";

/**
 * A Gaussian chain of two levels in closed form: x ~ N(0, v), z₁ and z₂ of the schedule, and a decoder that takes x̂ = c_t·z_t. Every term is a
 * quadratic form of the Gaussian vector (x, z₁, z₂), whose covariance is known.
 */
function gaussianChain(name: ScheduleName, v: number, c: readonly [number, number]) {
  const schedule = noiseSchedule(name, 2);
  const [, a1, a2] = schedule.alphaBar as unknown as [number, number, number];
  const kept = a2 / a1;
  // Covariances of x, z₁ = √a₁x + …, z₂ = √(a₂/a₁)z₁ + ….
  const covariance = (() => {
    const [xx, xz1, z11] = [v, Math.sqrt(a1) * v, a1 * v + 1 - a1];
    return { xx, xz1, z11, xz2: Math.sqrt(a2) * v, z12: Math.sqrt(kept) * z11, z22: a2 * v + 1 - a2 };
  })();
  return { schedule, a1, a2, kept, c, ...covariance };
}

type Chain = ReturnType<typeof gaussianChain>;

const halfLog2Pi = 0.5 * Math.log(2 * Math.PI);

/** −ELBO as `HierarchicalVae` counts: E[−ln p(x|z₁)] + E[ln q(z₁|x) − ln p(z₁|z₂)] + E KL(q(z₂|z₁) ‖ N(0, 1)), from the bottom up. */
function bottomUp({ schedule, a1, kept, c, xx, xz1, z11, xz2, z12, z22 }: Chain): number {
  const beta1 = 1 - a1;
  const reconstruction =
    halfLog2Pi + 0.5 * Math.log(beta1) + (xx - 2 * c[0] * xz1 + c[0] ** 2 * z11) / (2 * beta1);
  // p(z₁|z₂) = N(m·z₂, d²): the posterior with x̂ in the place of x.
  const { image, level, deviation } = schedule.posterior(2, 1);
  const m = image * c[1] + level;
  const lower =
    -halfLog2Pi -
    0.5 * Math.log(beta1) -
    0.5 +
    halfLog2Pi +
    Math.log(deviation) +
    (z11 - 2 * m * z12 + m * m * z22) / (2 * deviation ** 2);
  // KL(N(√kept·z₁, 1 − kept) ‖ N(0, 1)), a mean over z₁.
  const upper = 0.5 * (kept * z11 + (1 - kept) - 1 - Math.log(1 - kept));
  expect(xz2).toBeGreaterThan(0);
  return reconstruction + lower + upper;
}

/** −ELBO as `Diffusion.elbo` counts, from errors of x̂ and the prior's term. */
function levelByLevel({ schedule, c, xx, xz1, z11, xz2, z22 }: Chain): number {
  const errors = [xx - 2 * c[0] * xz1 + c[0] ** 2 * z11, xx - 2 * c[1] * xz2 + c[1] ** 2 * z22];
  return (
    reconstructionConstant(schedule, 1) +
    imageErrorCost(schedule, 1) * errors[0]! +
    imageErrorCost(schedule, 2) * errors[1]! +
    priorCost(schedule, 1, xx)
  );
}

it.each(["cosine", "linear"] as const)(
  "the ELBO of a two-level Gaussian chain (%s) is that of HierarchicalVae's way of counting to 1e-10",
  (name) => {
    for (const v of [0.2, 1, 4])
      for (const c of [
        [0.9, 0.3],
        [0.5, -0.2],
        [0, 0],
      ] as const) {
        const chain = gaussianChain(name, v, c);
        expectClose(levelByLevel(chain), bottomUp(chain), { rtol: 1e-10, atol: 1e-10 });
        // A decoder that is a thousandth off is told apart.
        const other = { ...chain, c: [c[0] + 1e-3, c[1]] as const };
        expect(
          firstMismatch(levelByLevel(other), bottomUp(chain), { rtol: 1e-10, atol: 1e-10 }),
        ).toBeDefined();
      }
  },
);

it("with the best x̂ = E[x | z_t] the bound lies above the entropy of N(0, v), by the gaps of the levels alone", () => {
  const v = 1.7;
  const schedule = noiseSchedule("cosine", 2);
  const best = (t: number) =>
    (schedule.signal(t) * v) / (schedule.alphaBar[t]! * v + 1 - schedule.alphaBar[t]!);
  const chain = gaussianChain("cosine", v, [best(1), best(2)]);
  const entropy = halfLog2Pi + 0.5 * Math.log(v) + 0.5;
  expect(levelByLevel(chain)).toBeGreaterThan(entropy);
});

it.each(["cosine", "linear"] as const)(
  "%s: an error costs half of what the ratio of signal to noise gains",
  (name) => {
    const schedule = noiseSchedule(name, 40);
    for (let t = 2; t <= 40; t++)
      expectClose(
        imageErrorCost(schedule, t),
        0.5 * (schedule.signalToNoise(t - 1) - schedule.signalToNoise(t)),
        { rtol: 1e-9 },
      );
  },
);

it("the simple loss is the ELBO with its levels weighted anew: Ho's β²/(2σ²α(1 − ᾱ))", () => {
  const schedule = noiseSchedule("linear", 30);
  for (let t = 2; t <= 30; t++) {
    const alpha = schedule.alphaBar[t]! / schedule.alphaBar[t - 1]!;
    const { deviation } = schedule.posterior(t, t - 1);
    const ho = (1 - alpha) ** 2 / (2 * deviation ** 2 * alpha * (1 - schedule.alphaBar[t]!));
    expectClose(noiseErrorCost(schedule, t), ho, { rtol: 1e-9 });
  }
});

it("priorCost is KL(N(√ᾱ·x, 1 − ᾱ) ‖ N(0, 1)), and keeps its digits where ᾱ is next to nothing", () => {
  const schedule = noiseSchedule("cosine", 200);
  const kept = schedule.alphaBar[200]!;
  expect(kept).toBeLessThan(1e-5);
  // ½(ᾱx² + ᾱ²/2 + …), as −ᾱ − ln(1 − ᾱ) = ᾱ²/2 + ᾱ³/3 + ….
  expectClose(priorCost(schedule, 3, 2), 0.5 * (kept * 2 + 3 * (kept ** 2 / 2 + kept ** 3 / 3)), {
    rtol: 1e-9,
  });
});
