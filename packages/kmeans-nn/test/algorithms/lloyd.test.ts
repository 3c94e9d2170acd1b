import { expectClose } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { type IterationReport, KMeansNetwork, lloyd } from "../../src/index.js";
import { blobs, byteBlobs } from "../blobs.js";
// scikit-learn 1.2, KMeans(algorithm="lloyd", tol=0); made by fixtures/make-scikit-learn.py.
import fixture from "../fixtures/scikit-learn.json" with { type: "json" };

for (const [i, c] of fixture.lloyd.entries())
  it(`lloyd(data, { init }) ends where scikit-learn's KMeans does, case ${i + 1}`, async () => {
    const data = { data: Float32Array.from(c.x), shape: c.shape };
    const result = await lloyd(data, {
      k: c.k,
      init: Float32Array.from(c.init),
      ...(c.weights ? { weights: c.weights } : {}),
    });
    expect(result.converged).toBe(true);
    expect([...result.assignments]).toEqual(c.labels);
    expectClose(result.centers, c.centers, { rtol: 1e-6, atol: 1e-6 });
    expectClose([result.inertia], [c.inertia], { rtol: 1e-6, atol: 0 });
  });

it("transform(data) gives scikit-learn's distances", async () => {
  for (const c of fixture.lloyd) {
    const d = c.shape[1]!;
    const net = new KMeansNetwork({ k: c.k, features: d });
    await net.init(Float32Array.from(c.centers));
    const distances = await net.transform({ data: Float32Array.from(c.x.slice(0, 5 * d)), shape: [5, d] });
    expectClose(distances, c.distances, { rtol: 1e-5, atol: 1e-6 });
    net.dispose();
  }
});

it("lloyd(data) never raises the inertia", async () => {
  const reports: IterationReport[] = [];
  const data = blobs(300, 9, 7);
  const result = await lloyd(data, { k: 6, init: "samples", onIteration: (report) => reports.push(report) });
  const inertias = [...reports.map(({ inertia }) => inertia), result.inertia];
  for (let i = 1; i < inertias.length; i++)
    expect(inertias[i]!).toBeLessThanOrEqual(inertias[i - 1]! * (1 + 1e-9));
  expect(reports).toHaveLength(result.iterations);
});

it("lloyd(data) gives the same bits for the same seed", async () => {
  const data = byteBlobs(100, 4, 9);
  const first = await lloyd(data, { k: 4, seed: 11 });
  expect(await lloyd(data, { k: 4, seed: 11 })).toEqual(first);
});

it("lloyd(data, { nInit }) keeps the best of its starts", async () => {
  const data = blobs(200, 10, 3);
  const one = await lloyd(data, { k: 10, init: "samples", seed: 5 });
  const many = await lloyd(data, { k: 10, init: "samples", seed: 5, nInit: 10 });
  expect(many.inertia).toBeLessThan(one.inertia);
});

it("lloyd(data, { tolerance, maxIterations }) stops early and says whether it converged", async () => {
  const data = blobs(300, 9, 7);
  const options = { k: 6, init: "samples" } as const;
  const all = await lloyd(data, options);
  const one = await lloyd(data, { ...options, maxIterations: 1 });
  expect(one).toMatchObject({ iterations: 1, converged: false });
  const loose = await lloyd(data, { ...options, tolerance: 0.5 });
  expect(loose.converged).toBe(true);
  expect(loose.iterations).toBeLessThan(all.iterations);
});

it("lloyd(data) puts a centre on each sample when k = n, and survives equal samples", async () => {
  const four = { data: Float32Array.of(0, 1, 5, 9), shape: [4, 1] };
  expect((await lloyd(four, { k: 4 })).inertia).toBe(0);
  const equal = { data: new Float32Array(12).fill(0.5), shape: [6, 2] };
  const result = await lloyd(equal, { k: 3 });
  expect(result.inertia).toBe(0);
  expect([...result.centers]).toEqual(new Array(6).fill(0.5));
});

it.each([1e5, 1e6, 4e6])("lloyd(data) far from 0, at %d, is that of the same data at 0", async (offset) => {
  const near = Float32Array.from(blobs(500, 6, 4, 3).data, (value) => Math.round(value * 64) / 2);
  const init = near.slice(0, 24);
  const far = (values: Float32Array) => Float32Array.from(values, (value) => value + offset);
  const wanted = await lloyd({ data: near, shape: [500, 4] }, { k: 6, init });
  const samples = { data: far(near), shape: [500, 4] };
  const got = await lloyd(samples, { k: 6, init: far(init) });
  expect(got.assignments).toEqual(wanted.assignments);
  // The inertia is that of the centres given back, rounded to float32 where they lie.
  let inertia = 0;
  got.assignments.forEach((c, i) => {
    for (let j = 0; j < 4; j++) inertia += (samples.data[4 * i + j]! - got.centers[4 * c + j]!) ** 2;
  });
  expectClose([got.inertia], [inertia], { rtol: 1e-12, atol: 0 });
  expectClose([got.inertia], [wanted.inertia], { rtol: 1e-6, atol: 2000 * (offset * 2 ** -24) ** 2 });
});

it("lloyd(data) of fewer distinct samples than k ends at once and tells how many centres it used", async () => {
  const eight = blobs(8, 8, 20).data;
  const data = {
    data: Float32Array.from({ length: 4000 * 20 }, (_, at) => eight[at % 160]!),
    shape: [4000, 20],
  };
  for (const init of ["k-means++", "samples"] as const) {
    const { iterations, inertia, converged, usedClusters } = await lloyd(data, { k: 10, init });
    expect({ inertia, converged, usedClusters }).toEqual({ inertia: 0, converged: true, usedClusters: 8 });
    expect(iterations).toBeLessThanOrEqual(10);
  }
  const weights = Float64Array.from({ length: 4000 }, (_, i) => 1 / (i + 3));
  expect(await lloyd(data, { k: 10, weights })).toMatchObject({ converged: true, usedClusters: 8 });
  const constant = { data: new Float32Array(2000 * 784).fill(0.3), shape: [2000, 784] };
  const result = await lloyd(constant, { k: 10 });
  expect(result).toMatchObject({ inertia: 0, converged: true, usedClusters: 1 });
  expect(result.iterations).toBeLessThanOrEqual(2);
});

it("lloyd(data, { signal }) rejects with the reason", async () => {
  const controller = new AbortController();
  const running = lloyd(blobs(3000, 9, 64), {
    k: 9,
    init: "samples",
    onIteration: () => controller.abort(new Error("enough")),
    signal: controller.signal,
  });
  await expect(running).rejects.toThrow("enough");
});
