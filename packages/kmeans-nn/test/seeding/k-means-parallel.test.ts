import { defaultRng } from "@elbowjs/numpy-random";
import { describe, expect, it } from "vitest";
import { kMeansParallel, lloyd } from "../../src/index.js";

/** Twenty clusters of 50 points, far apart beside their spread. */
const k = 20;
const data = (() => {
  const rng = defaultRng(1);
  const centers = rng.standardNormal(2 * k).map((c) => 100 * c);
  const noise = rng.standardNormal(k * 100);
  return Float32Array.from(noise, (e, j) => centers[2 * (Math.floor(j / 2) % k) + (j % 2)]! + 0.1 * e);
})();
const points = { data, shape: [k * 50, 2] };

/** Clusters that have one of the centres. */
function clustersHit(centers: Float32Array): number {
  const hit = new Set<number>();
  for (let c = 0; c < centers.length; c += 2) {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < k * 50; i++) {
      const squared = (data[2 * i]! - centers[c]!) ** 2 + (data[2 * i + 1]! - centers[c + 1]!) ** 2;
      if (squared < least) [nearest, least] = [i % k, squared];
    }
    hit.add(nearest);
  }
  return hit.size;
}

describe("kMeansParallel", () => {
  it("finds every cluster, where samples drawn alike find two thirds of them", async () => {
    const hits = await Promise.all(
      [0, 1, 2, 3, 4].map(async (seed) => clustersHit(await kMeansParallel(points, { k, seed }))),
    );
    expect(Math.min(...hits)).toBeGreaterThanOrEqual(k - 1);
    const alike = await Promise.all(
      [0, 1, 2, 3, 4].map(async (seed) =>
        clustersHit((await lloyd(points, { k, init: "samples", seed, maxIterations: 1 })).centers),
      ),
    );
    expect(Math.max(...alike)).toBeLessThanOrEqual(k - 3);
  });

  it("is the same for any cut, and another for another seed", async () => {
    const whole = await kMeansParallel(points, { k, seed: 4 });
    expect(await kMeansParallel(points, { k, seed: 4, blockBytes: 8 * 33 })).toEqual(whole);
    expect(await kMeansParallel(points, { k, seed: 5 })).not.toEqual(whole);
  });

  it("tells of its passes, whose inertia falls", async () => {
    const inertias: number[] = [];
    await kMeansParallel(points, { k, rounds: 3, onPass: ({ inertia }) => inertias.push(inertia) });
    expect(inertias).toHaveLength(4);
    expect(inertias).toEqual(inertias.toSorted((a, b) => b - a));
    expect(inertias[0]! / inertias[3]!).toBeGreaterThan(100);
  });

  it("refuses more centres than samples, and gives copies where samples are equal", async () => {
    await expect(kMeansParallel(points, { k: 1001 })).rejects.toThrow(
      "kMeansParallel: expected at least k = 1001 samples, got 1000",
    );
    await expect(kMeansParallel(points, { k: 2, round: 3 } as never)).rejects.toThrow("did you mean rounds");
    const same = { data: new Float32Array(20).fill(2), shape: [10, 2] };
    expect(await kMeansParallel(same, { k: 3 })).toEqual(new Float32Array(6).fill(2));
  });
});
