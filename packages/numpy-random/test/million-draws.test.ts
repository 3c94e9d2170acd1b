import { sha256 } from "@elbowjs/test-kit/sha256";
import { expect, it } from "vitest";
import { defaultRng, type Generator } from "../src/index.js";
import numpy from "./fixtures/numpy.json" with { type: "json" };

// Each kind: a million draws of numpy.random.default_rng(20261121), hashed by fixtures/make-numpy.py.
const N = 1_000_000;
const p = [0.1, 0, 0.3, 0.05, 0.25, 0.3];
const total = (2000 * 2001) / 2;
const half = Array.from({ length: 2000 }, (_, i) => (i + 1) / total);

function thousandTimes(draw: () => Int32Array): Int32Array {
  const out = new Int32Array(N);
  for (let i = 0; i < N; i += 1000) out.set(draw(), i);
  return out;
}

const draws: Record<keyof typeof numpy.million, (rng: Generator) => Int32Array | Float64Array> = {
  random: (rng) => rng.random(N),
  uniform: (rng) => rng.uniform(-3.7, 1.1, N),
  standardNormal: (rng) => rng.standardNormal(N),
  normal: (rng) => rng.normal(2.5, 0.1, N),
  standardExponential: (rng) => rng.standardExponential(N),
  integersDie: (rng) => rng.integers(1, 7, N),
  integersManyRejected: (rng) => rng.integers(-(2 ** 31), 2 ** 30 + 1, N),
  integersByte: (rng) => rng.integers(0, 256, N),
  integersFull32: (rng) => rng.integers(0, 2 ** 32, N),
  integersFullInt32: (rng) => rng.integers(-(2 ** 31), 2 ** 31, N),
  integers33: (rng) => rng.integers(0, 2 ** 32 + 1, N),
  integers53: (rng) => rng.integers(-(2 ** 52), 2 ** 52 - 1, N),
  integers64Rejected: (rng) => rng.integers(0, 3 * 2 ** 51, N),
  integersEndpoint: (rng) => rng.integers(-5, 5, N, { endpoint: true }),
  permutation: (rng) => rng.permutation(N),
  choice: (rng) => rng.choice(1000, N),
  choiceWeighted: (rng) => rng.choice(6, N, { p }),
  choiceTail: (rng) => rng.choice(2 * N, N, { replace: false }),
  choiceTailUnshuffled: (rng) => rng.choice(2 * N, N, { replace: false, shuffle: false }),
  choiceFloyd: (rng) => thousandTimes(() => rng.choice(10000, 1000, { replace: false })),
  choiceFloydUnshuffled: (rng) =>
    thousandTimes(() => rng.choice(50000, 1000, { replace: false, shuffle: false })),
  choiceWeightedDistinct: (rng) => thousandTimes(() => rng.choice(2000, 1000, { replace: false, p: half })),
};

for (const [kind, draw] of Object.entries(draws)) {
  const expected = numpy.million[kind as keyof typeof draws];
  it(`a million draws of ${kind} equal NumPy's, bit for bit`, async () => {
    const rng = defaultRng(numpy.seed);
    const values = draw(rng);
    expect([...values.subarray(0, 4)]).toEqual(expected.first);
    expect(await sha256(values)).toBe(expected.sha256);
    // The generator stands where NumPy's stands.
    expect(rng.random()).toBe(expected.next);
  });
}

it("sha256(values) differs when one bit of one draw does", async () => {
  const values = defaultRng(numpy.seed).random(N);
  values[N - 1]! += 2 ** -53;
  expect(await sha256(values)).not.toBe(numpy.million.random.sha256);
});
