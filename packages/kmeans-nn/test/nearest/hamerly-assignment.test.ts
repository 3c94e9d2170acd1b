import { defaultRng } from "@elbowjs/numpy-random";
import { toSamples } from "@elbowjs/samples";
import { describe, expect, it } from "vitest";
import type { Rows } from "../../src/data/rows.js";
import { HamerlyAssignment } from "../../src/nearest/hamerly-assignment.js";
import { LloydKernel } from "../../src/nearest/lloyd-kernel.js";

/** Assignments, sums and masses by looking at every distance. */
function lookAtAll(data: Float32Array, d: number, centers: Float64Array, weights: ArrayLike<number>) {
  const k = centers.length / d;
  const n = data.length / d;
  const squared = (i: number, c: number): number => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += (data[i * d + j]! - centers[c * d + j]!) ** 2;
    return sum;
  };
  const assignments = Array.from({ length: n }, (_, i) => {
    const distances = Array.from({ length: k }, (_, c) => squared(i, c));
    return distances.indexOf(Math.min(...distances));
  });
  const mass = new Float64Array(k);
  const sums = new Float64Array(k * d);
  let inertia = 0;
  assignments.forEach((c, i) => {
    mass[c]! += weights[i]!;
    inertia += weights[i]! * squared(i, c);
    for (let j = 0; j < d; j++) sums[c * d + j]! += weights[i]! * data[i * d + j]!;
  });
  return { assignments, mass, sums, inertia };
}

const close = (got: ArrayLike<number>, wanted: ArrayLike<number>): void => {
  for (let i = 0; i < wanted.length; i++) expect(Math.abs(got[i]! - wanted[i]!)).toBeLessThan(1e-9);
};

describe.each([
  ["in float64", async () => undefined],
  ["with the WebAssembly kernel", (rows: Rows, k: number) => LloydKernel.create(rows, k)],
  ["with the kernel on data copied for each call", (rows: Rows, k: number) => LloydKernel.create(rows, k, 0)],
] as const)("HamerlyAssignment %s", (_, createKernel) => {
  describe("update(centers) is what looking at every distance gives", () => {
    it.each([
      { n: 1, d: 1, k: 1 },
      { n: 50, d: 2, k: 3 },
      { n: 300, d: 5, k: 7 },
      { n: 200, d: 17, k: 20 },
    ])("while centres go to their means, then jump: %o", async ({ n, d, k }) => {
      const rng = defaultRng([n, d, k]);
      const data = Float32Array.from(rng.standardNormal(n * d));
      const weights = Float64Array.from(rng.integers(0, 4, n), (w) => w / 3);
      const rows = await toSamples("test", { data, shape: [n, d] });
      const clusters = new HamerlyAssignment(rows, k, weights, await createKernel(rows, k));
      let centers = Float64Array.from(rng.standardNormal(k * d));
      for (let iteration = 0; iteration < 25; iteration++) {
        await clusters.update(centers);
        const wanted = lookAtAll(data, d, centers, weights);
        expect(Array.from(clusters.assignments)).toEqual(wanted.assignments);
        close(clusters.mass, wanted.mass);
        close(clusters.sums, wanted.sums);
        close([clusters.inertia(centers)], [wanted.inertia]);
        const jump = iteration > 0 && iteration % 6 === 0 ? 0.5 : 0;
        const before: Float64Array = centers;
        centers = before.map((c, at) => {
          const m = wanted.mass[Math.floor(at / d)]!;
          return (m > 0 ? wanted.sums[at]! / m : c) + jump * rng.standardNormal();
        });
        clusters.centersMoved(before, centers);
      }
    });

    it("with equal points and equal centres, where the lowest centre wins every tie", async () => {
      const data = Float32Array.from([0, 0, 1, 1, 0, 0, 2, 2]);
      const rows = await toSamples("test", { data, shape: [4, 2] });
      const clusters = new HamerlyAssignment(rows, 3, undefined, await createKernel(rows, 3));
      const centers = Float64Array.from([1, 1, 0, 0, 0, 0]);
      expect(await clusters.update(centers)).toBe(4);
      expect([...clusters.assignments]).toEqual([1, 0, 1, 0]);
      expect(await clusters.update(centers)).toBe(0);
      const next = Float64Array.from([0, 0, 0, 0, 2, 2]);
      clusters.centersMoved(centers, next);
      await clusters.update(next);
      expect([...clusters.assignments]).toEqual([0, 0, 0, 2]);
    });

    it("after relocate(i, cluster), which gives a sample away at any distance", async () => {
      const data = Float32Array.from([0, 1, 10]);
      const rows = await toSamples("test", { data, shape: [3, 1] });
      const clusters = new HamerlyAssignment(rows, 2, undefined, await createKernel(rows, 2));
      await clusters.update(Float64Array.from([0, 100]));
      clusters.relocate(2, 1);
      expect({ mass: [...clusters.mass], sums: [...clusters.sums] }).toEqual({ mass: [2, 1], sums: [1, 10] });
      await clusters.update(Float64Array.from([0.5, 10]));
      expect([...clusters.assignments]).toEqual([0, 0, 1]);
    });
  });
});
