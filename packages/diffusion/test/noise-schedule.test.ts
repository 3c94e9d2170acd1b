import { expectClose, firstMismatch } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { noiseSchedule, type ScheduleName } from "../src/index.js";
import fixture from "./fixtures/schedules.json" with { type: "json" };

const names: readonly ScheduleName[] = ["cosine", "linear"];

it.each(names)("noiseSchedule(%s, 1000) has NumPy's ᾱ", (name) => {
  // fixtures/schedules.json: NumPy, float64, written by fixtures/make-schedules.py; levels 1, 112, 223, …
  const { alphaBar } = noiseSchedule(name, 1000);
  expectClose(
    fixture[name].map((_, i) => alphaBar[1 + 111 * i]!),
    fixture[name],
  );
});

it("noiseSchedule('linear', 1000) ends at Ho's β = 0.02", () => {
  const { alphaBar } = noiseSchedule("linear", 1000);
  expectClose([1 - alphaBar[1]!, 1 - alphaBar[1000]! / alphaBar[999]!], [1e-4, 0.02], { rtol: 1e-9 });
});

it.each(names)(
  "%s: ᾱ falls from 1 to about 0, and the signal and the noise have variance 1 together",
  (name) => {
    for (const steps of [1, 2, 5, 200, 1000]) {
      const schedule = noiseSchedule(name, steps);
      for (let t = 1; t <= steps; t++) {
        expect(schedule.alphaBar[t]).toBeLessThan(schedule.alphaBar[t - 1]!);
        expectClose(schedule.signal(t) ** 2 + schedule.noise(t) ** 2, 1);
      }
      expect(schedule.alphaBar[steps]).toBeGreaterThan(0);
      expect(schedule.alphaBar[steps]).toBeLessThan(0.002);
    }
  },
);

it.each(names)("%s: P_enc(z_s | z_t, x) is Bayes' theorem on P_enc(z_t | z_s) and P_enc(z_s | x)", (name) => {
  const schedule = noiseSchedule(name, 50);
  for (const [t, s] of [
    [2, 1],
    [17, 16],
    [50, 49],
    [50, 1],
    [30, 12],
  ] as const) {
    // Two Gaussians in z_s: precisions add, and means are weighted by them.
    const kept = schedule.alphaBar[t]! / schedule.alphaBar[s]!;
    const precision = kept / (1 - kept) + 1 / (1 - schedule.alphaBar[s]!);
    const wanted = {
      image: Math.sqrt(schedule.alphaBar[s]!) / (1 - schedule.alphaBar[s]!) / precision,
      level: Math.sqrt(kept) / (1 - kept) / precision,
      deviation: Math.sqrt(1 / precision),
    };
    const got = schedule.posterior(t, s);
    expectClose(Object.values(got), Object.values(wanted), { rtol: 1e-10 });
  }
});

it.each(names)("%s: the step of η = 1 is the ancestral sampler's, that of η = 0 keeps ε̂ as it is", (name) => {
  const schedule = noiseSchedule(name, 60);
  for (const [t, s] of [
    [1, 0],
    [2, 1],
    [31, 30],
    [60, 59],
    [60, 20],
  ] as const) {
    const { image, noise, deviation } = schedule.down(t, s, 1);
    const ancestral = schedule.posterior(t, s);
    // z_t = signal·x̂ + noise·ε̂ put into the posterior's mean.
    const wanted = [
      ancestral.image + ancestral.level * schedule.signal(t),
      ancestral.level * schedule.noise(t),
      ancestral.deviation,
    ];
    expectClose([image, noise, deviation], wanted, { rtol: 1e-10, atol: 1e-12 });
    expectClose(Object.values(schedule.down(t, s, 0)), [schedule.signal(s), schedule.noise(s), 0]);
    // η between is none of the two: the comparison notices.
    if (s > 0)
      expect(firstMismatch(schedule.down(t, s, 0.9).deviation, wanted[2]!, { rtol: 1e-10 })).toBeDefined();
  }
});

it("the variance of z_s is kept by every η", () => {
  const schedule = noiseSchedule("cosine", 20);
  for (const eta of [0, 0.3, 1]) {
    const { noise, deviation } = schedule.down(15, 9, eta);
    expectClose(noise ** 2 + deviation ** 2, 1 - schedule.alphaBar[9]!);
  }
});

it("levels and names outside their range are refused", () => {
  expect(() => noiseSchedule("cosin" as never, 5)).toThrow("did you mean");
  expect(() => noiseSchedule("cosine", 0)).toThrow(RangeError);
  const schedule = noiseSchedule("linear", 5);
  expect(() => schedule.signal(6)).toThrow("expected t to be an integer in [0, 5], got 6");
  expect(() => schedule.posterior(3, 3)).toThrow("expected s to be an integer in [0, 3), got 3");
  expect(() => schedule.down(3, 1, 1.5)).toThrow("expected eta in [0, 1], got 1.5");
});
