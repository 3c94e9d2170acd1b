import { defaultRng } from "@elbowjs/numpy-random";
import { toSamples } from "@elbowjs/samples";
import { describe, expect, it } from "vitest";
import { NearestCenters } from "../../src/nearest/nearest-centers.js";
import { nearestCenter, prepareCenters, scoreRows, squaredNorm } from "../../src/nearest/scores.js";

const [n, d, k] = [600, 64, 40];

describe("NearestCenters.place(order, start, end, x, visit)", () => {
  it.each([
    ["numbers near 0", 0, 1],
    ["numbers far from 0", 1e4, 2 ** -6],
    ["whole numbers, with ties", 0, 0],
  ])("visits centres, norms and scores of float64, bit for bit: %s", async (_, offset, unit) => {
    const rng = defaultRng(5);
    const data = Float32Array.from(rng.standardNormal(n * d), (v) =>
      unit === 0 ? Math.round(v) : offset + unit * v,
    );
    const rows = await toSamples("test", { data, shape: [n, d] });
    // The second half repeats the first, so that each sample has two nearest centres, and the lower one is asked for.
    const centers = Float64Array.from({ length: k * d }, (_, at) => data[at % ((k * d) / 2)]!);
    const order = Int32Array.from(rng.permutation(n));
    const x = new Float32Array((n - 7) * d);
    rows.gather(order.subarray(7), x);

    const prepared = prepareCenters(centers, k);
    const scores = new Float64Array((n - 7) * k);
    scoreRows(x, n - 7, prepared, scores);
    const wanted = Array.from({ length: n - 7 }, (_, r) => {
      const norm = squaredNorm(x, r * d, d);
      const best = nearestCenter(x, r, norm, scores, prepared);
      return [r, best, norm, scores[r * k + best]!];
    });
    for (const passes of [1, 2]) {
      const placing = await NearestCenters.of(rows, k, passes);
      placing.set(centers);
      const visited: number[][] = [];
      placing.place(order, 7, n, x, (...told) => visited.push(told));
      expect(visited).toEqual(wanted);
    }
  });
});
