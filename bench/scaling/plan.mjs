/** What is varied, one thing at a time, from the middle of the road; `work` counts the multiply-adds of one unit. */
const base = { n: 10_000, k: 16, d: 256, b: 64, threads: 2 };
const product = ({ n, k, d }) => n * k * d;

const sizes = {
  n: [2_500, 5_000, 10_000, 20_000, 40_000],
  k: [4, 16, 64, 65, 128, 256, 1024],
  d: [16, 64, 256, 784, 2048, 4096],
};

export const curves = [
  ...["n", "k", "d"].map((by) => ({
    method: "lloyd",
    unit: "an iteration of Lloyd's algorithm",
    by,
    at: sizes[by],
    base,
    work: product,
  })),
  ...["n", "k", "d"].map((by) => ({
    ...{ method: "network", unit: "an epoch of the k-means network", by, at: sizes[by], base, work: product },
  })),
  {
    method: "network",
    unit: "an epoch of the k-means network",
    by: "b",
    at: [8, 32, 128, 512],
    base,
    work: product,
  },
  {
    method: "mini-batch",
    unit: "an epoch of mini-batch k-means",
    by: "k",
    at: [4, 16, 64, 256],
    base,
    work: product,
  },
  {
    ...{ method: "autoencoder", unit: "a step of 784-h-h/2-30 and back", by: "b", at: [16, 64, 256] },
    base: { b: 64, h: 512, threads: 2 },
    work: ({ b, h }) => 6 * b * (784 * h + (h * h) / 2 + 15 * h),
  },
  {
    ...{ method: "autoencoder", unit: "a step of 784-h-h/2-30 and back", by: "h", at: [128, 256, 512, 1024] },
    base: { b: 64, h: 512, threads: 2 },
    work: ({ b, h }) => 6 * b * (784 * h + (h * h) / 2 + 15 * h),
  },
  {
    ...{ method: "autoencoder", unit: "a step of 784-h-h/2-30 and back", by: "threads", at: [1, 2] },
    base: { b: 64, h: 512, threads: 2 },
    work: ({ threads }) => 1 / threads,
  },
];

/** The exponent p of seconds ≈ c·xᵖ, by least squares on logarithms. */
export function exponent(xs, ys) {
  const [u, v] = [xs.map(Math.log), ys.map(Math.log)];
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = mean(u.map((value, i) => (value - mu) * (v[i] - mv)));
  return covariance / mean(u.map((value) => (value - mu) ** 2));
}
