/**
 * What is varied, one thing at a time, from the middle of the road; `work` counts the multiply-adds of one unit, without what is
 * the same at every point.
 */
const clusters = { n: 10_000, k: 16, d: 256 };
const product = ({ n, k, d }) => n * k * d;

const sizes = {
  n: [2_500, 5_000, 10_000, 20_000, 40_000],
  k: [4, 16, 32, 48, 64, 65, 128, 256, 1024],
  d: [16, 64, 256, 784, 2048, 4096],
  b: [8, 32, 128, 512],
};

/** Features are varied on fewer samples, or Python's copies would fill the memory. */
const clustering = (method, unit, names, rest = {}) =>
  names.map((by) => ({
    ...{ method, unit, by, at: sizes[by], work: product },
    base: { ...clusters, ...rest, ...(by === "d" && { n: 4_000 }) },
  }));

const network = (method, unit, start, work, at) =>
  Object.entries(at).map(([by, at]) => ({ method, unit, by, at, base: { ...start, threads: 2 }, work }));

/** One core's share where the work is divided. */
const divided = ({ threads }) => 2 / threads;

export const curves = [
  ...clustering("lloyd", "an iteration of Lloyd's algorithm", ["n", "k", "d"]),
  ...[
    { name: "lloyd-million-k", by: "k", at: [10, 100, 1000], base: { n: 1_000_000, d: 64 } },
    { name: "lloyd-million-d", by: "d", at: [64, 784], base: { n: 1_000_000, k: 100 } },
    { name: "lloyd-thousand-d", by: "d", at: [64, 784], base: { n: 100_000, k: 1000 } },
  ].map(({ base, ...curve }) => ({
    ...{ method: "lloyd", unit: "an iteration of Lloyd's algorithm", work: product, ...curve },
    base: { ...base, iterations: 3, runs: 1 },
  })),
  ...clustering("network", "an epoch of the k-means network", ["n", "k", "d", "b"], { b: 64, threads: 2 }),
  ...clustering("mini-batch", "an epoch of mini-batch k-means", ["n", "k", "d"]),
  ...network(
    "autoencoder",
    "a training step of 784-h-h/2-30 and back",
    { b: 64, h: 512 },
    (point) => 6 * point.b * (784 * point.h + point.h ** 2 / 2 + 15 * point.h) * divided(point),
    { b: [16, 64, 256], h: [128, 256, 512, 1024], threads: [1, 2] },
  ),
  ...network(
    "vae",
    "a training step of the Gaussian autoencoder 784-h-10 and back",
    { b: 64, h: 512 },
    (point) => 6 * point.b * 794 * point.h * divided(point),
    { b: [16, 64, 256], h: [128, 256, 512, 1024] },
  ),
  ...network(
    "recurrent",
    "a training step of an LSTM over t letters",
    { b: 50, h: 128, t: 50 },
    (point) => 3 * point.b * point.t * point.h * (4 * point.h + 5 * 65) * divided(point),
    { t: [12, 25, 50, 100, 200], h: [32, 64, 128, 256], threads: [1, 2] },
  ),
  ...network(
    "transformer",
    "a training step of two blocks over t letters",
    { b: 12, h: 128, t: 64, heads: 4 },
    ({ b, h, t, threads }) => 6 * b * t * h * (12 * h + 2 * t + 65 / 2) * divided({ threads }),
    { t: [16, 32, 64, 128, 256], h: [32, 64, 128, 256], heads: [1, 2, 4, 8], threads: [1, 2] },
  ),
];

/** The exponent p of seconds ≈ c·xᵖ, by least squares on logarithms. */
export function exponent(xs, ys) {
  const [u, v] = [xs.map(Math.log), ys.map(Math.log)];
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = mean(u.map((value, i) => (value - mu) * (v[i] - mv)));
  return covariance / mean(u.map((value) => (value - mu) ** 2));
}
