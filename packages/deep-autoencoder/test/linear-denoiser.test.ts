import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { choleskyFactor, solveRows } from "../src/cholesky.js";
import { type Corruption, gaussianNoise, linearDenoiser, maskingNoise, saltAndPepper } from "../src/index.js";

/** Correlated images of 6 pixels. */
function images(n: number, salt = 3): Float32Array {
  const u = hashed(salt, 3 * n).map(Math.abs);
  return Float32Array.from({ length: 6 * n }, (_, k) => {
    const [i, p] = [Math.floor(k / 6), k % 6];
    return (u[3 * i]! * (p + 1) + u[3 * i + 1]! * (6 - p) + u[3 * i + 2]!) / 8;
  });
}

const error = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / (a.length / 6);

it("solveRows(choleskyFactor(A), B) solves A x = b for each row", () => {
  const a = Float64Array.of(4, 2, 1, 2, 5, 3, 1, 3, 6);
  const x = Float64Array.of(1, -2, 3, 0.5, 0, 7);
  const b = Float64Array.from(x, (_, k) => {
    const [row, i] = [Math.floor(k / 3) * 3, k % 3];
    return a[i * 3]! * x[row]! + a[i * 3 + 1]! * x[row + 1]! + a[i * 3 + 2]! * x[row + 2]!;
  });
  expectClose(solveRows(choleskyFactor(a, 3), b, 3), x);
});

describe("linearDenoiser(images, corruption)", () => {
  it("is σ-shrinkage by hand for one pixel: A = var/(var + σ²)", async () => {
    const pixels = { data: Float32Array.of(0, 0.5, 1, 0.5), shape: [4, 1] };
    const { matrix, apply } = await linearDenoiser(pixels, gaussianNoise(0.5));
    // Variance 0.125 with divisor n; 0.125 / (0.125 + 0.25) = 1/3; μ = 0.5.
    expectClose(matrix, [1 / 3]);
    expectClose(apply(Float32Array.of(0.5, 2)), [0.5, 1], { atol: 1e-7 });
  });

  it.each<[string, Corruption]>([
    ["Gaussian", gaussianNoise(0.3)],
    ["masking", maskingNoise(0.4)],
    ["salt and pepper", saltAndPepper(0.4)],
  ])("%s: leaves less error than none, and than the same map times 0.9 or 1.1", async (_, corruption) => {
    const train = images(3000);
    const { matrix, apply, features } = await linearDenoiser({ data: train, shape: [3000, 6] }, corruption);
    expect(features).toBe(6);
    // The same images, other noise: the map is the best for their moments.
    const noisy = corruption.apply(train, 8);
    const best = error(apply(noisy), train);
    expect(best).toBeLessThan(0.7 * error(noisy, train));
    const mean = apply(noisy);
    for (const factor of [0.9, 1.1]) {
      const average = Float32Array.from({ length: 6 }, (_, p) => {
        let sum = 0;
        for (let i = p; i < train.length; i += 6) sum += train[i]!;
        return sum / 3000;
      });
      const scaled = mean.map((value, k) => average[k % 6]! + factor * (value - average[k % 6]!));
      expect(error(scaled, train)).toBeGreaterThan(best);
    }
    expect(matrix).toHaveLength(36);
  });

  it("refuses one image, no corruption, and values that are no whole images", async () => {
    const pair = { data: images(2), shape: [2, 6] };
    const one = { data: images(1), shape: [1, 6] };
    await expect(linearDenoiser(one, gaussianNoise())).rejects.toThrow(/expected at least 2 samples, got 1/);
    await expect(linearDenoiser(pair, undefined as never)).rejects.toThrow(/expected a corruption such as/);
    await expect(linearDenoiser(pair, gaussianNoise(0))).rejects.toThrow(/level > 0, got 0/);
    const { apply } = await linearDenoiser(pair, gaussianNoise());
    expect(() => apply(new Float32Array(7))).toThrow(/a multiple of 6 values, got a Float32Array of 7/);
  });
});
