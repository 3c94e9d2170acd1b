import { defaultRng } from "@elbowjs/numpy-random";
import { toSamples } from "@elbowjs/samples";
import { describe, expect, it } from "vitest";
import type { Rows } from "../../src/data/rows.js";
import { LloydKernel } from "../../src/nearest/lloyd-kernel.js";

const n = 20;

/** n samples, most of their values 0, every byte among them. */
async function draw(kind: "bytes" | "floats", d: number): Promise<Rows> {
  const rng = defaultRng([d, 3]);
  if (kind === "floats") {
    const data = Float32Array.from(rng.random(n * d), (u) => (u < 0.7 ? 0 : 10 * u - 8));
    return toSamples("draw", { data, shape: [n, d] });
  }
  const pixels = Uint8Array.from({ length: n * d }, (_, i) => (rng.random() < 0.5 ? 0 : i % 256));
  const rows = Uint32Array.from({ length: n }, (_, i) => (i * 7) % n);
  return toSamples("draw", { size: n, features: d, pixels, rows });
}

describe.each(["bytes", "floats"] as const)("LloydKernel on %s", (kind) => {
  // Around four centres and ten, four features, 64 and 256 bytes; 256 features are a stretch, 16,384 values the most of few.
  const shapes = [
    ...[1, 3, 4, 5, 17, 63, 64, 65, 255, 257, 784].flatMap((d) =>
      [1, 2, 4, 9, 10, 15, 20, 29].map((k) => ({ d, k })),
    ),
    ...[1030, 4097].flatMap((d) => [3, 10, 13].map((k) => ({ d, k }))),
  ];

  it("nearest(order, start, end) errs by less than errorBound(‖x‖²)", async () => {
    for (const { d, k } of shapes) {
      const rows = await draw(kind, d);
      const rng = defaultRng([d, k]);
      const centers = Float64Array.from(rng.standardNormal(k * d));
      const kernel = (await LloydKernel.create(rows, k))!;
      kernel.set(centers);
      const order = rng.permutation(n);
      const { indices, values } = kernel.nearest(order, 2, n);
      const x = new Float32Array(n * d);
      rows.gather(order, x);
      for (let r = 2; r < n; r++) {
        const row = x.subarray(r * d, (r + 1) * d);
        const scores = Array.from({ length: k }, (_, i) =>
          row.reduce((s, v, j) => s + v * centers[i * d + j]! - centers[i * d + j]! ** 2 / 2, 0),
        );
        const at = 4 * (r - 2);
        const [first, second = -Infinity] = [...scores].sort((a, b) => b - a) as [number, number?];
        const squared = row.reduce((s, v) => s + v * v, 0);
        const bound = kernel.errorBound(squared);
        expect(bound).toBeLessThan(1e-3 * (1 + d));
        expect(Math.abs(values[at + 1]! - first)).toBeLessThan(bound);
        if (k > 1) expect(Math.abs(values[at + 2]! - second)).toBeLessThan(bound);
        else expect(values[at + 2]).toBe(-Infinity);
        expect(Math.abs(values[at + 3]! - squared)).toBeLessThan(2 * bound);
        expect(scores[indices[at]!]).toBeGreaterThan(first - 2 * bound);
      }
    }
  });

  it("add(sample, cluster, weight) sums in float64, bit for bit, and returns ‖x‖²", async () => {
    for (const { d, k } of shapes) {
      const rows = await draw(kind, d);
      const kernel = (await LloydKernel.create(rows, k))!;
      const wanted = new Float64Array(k * d);
      const x = new Float32Array(d);
      for (let i = 0; i < n; i++) {
        const weight = 1 / (i + 3);
        rows.slice(i, i + 1, x);
        for (let j = 0; j < d; j++) wanted[(i % k) * d + j]! += weight * x[j]!;
        const squared = x.reduce((s, v) => s + v * v, 0);
        expect(Math.abs(kernel.add(i, i % k, weight) - squared)).toBeLessThanOrEqual(1e-13 * squared);
      }
      expect(kernel.sums).toEqual(wanted);
    }
  });
});

it("LloydKernel.errorBound(‖x‖²) hardly grows with the features, so that few samples need float64", async () => {
  const [few, many] = await Promise.all(
    [256, 4096].map(async (d) => {
      const kernel = (await LloydKernel.create(await draw("bytes", d), 1))!;
      kernel.set(Float64Array.from({ length: d }, (_, j) => (j === 0 ? 1 : 0)));
      return kernel.errorBound(1);
    }),
  );
  expect(many! / few!).toBeLessThan(1.3);
});

it("LloydKernel.errorBound(‖x‖²) is infinite where float32 might overflow", async () => {
  const data = Float32Array.of(1, 1e30);
  const kernel = (await LloydKernel.create(await toSamples("test", { data, shape: [2, 1] }), 1))!;
  kernel.set(Float64Array.of(1e10));
  expect(kernel.errorBound(1)).toBeLessThan(Infinity);
  expect(kernel.errorBound(1e60)).toBe(Infinity);
});
