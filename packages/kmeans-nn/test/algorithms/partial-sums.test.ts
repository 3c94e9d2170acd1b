import { defaultRng } from "@elbowjs/numpy-random";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { lloyd, mergePartials, nextCenters, type PartialSums, partialSums } from "../../src/index.js";
import { blobs, byteBlobs } from "../blobs.js";
import { refuses } from "../refuses.js";

const [n, d, k] = [300, 20, 7];
const whole = byteBlobs(n, 9, d, 5);

/** The data as shards that end at these samples. */
function cut(ends: readonly number[]): (typeof whole)[] {
  return ends.map((end, i) => {
    const start = ends[i - 1] ?? 0;
    return {
      ...whole,
      size: end - start,
      rows: whole.rows.slice(start, end),
      labels: whole.labels.slice(start, end),
    };
  });
}

async function iterate(
  shards: readonly (typeof whole)[],
  init: Float32Array,
  times: number,
  order: number[],
) {
  let centers: Float64Array = Float64Array.from(init);
  let merged: PartialSums | undefined;
  for (let iteration = 0; iteration < times; iteration++) {
    const partials = await Promise.all(shards.map((shard) => partialSums(shard, centers)));
    merged = mergePartials(order.map((i) => partials[i]!));
    centers = nextCenters(merged, centers);
  }
  return { centers, merged: merged! };
}

it("partialSums, mergePartials and nextCenters iterate as lloyd does, to the bit, however bytes are cut", async () => {
  const init = Float32Array.from(whole.pixels.subarray(0, k * d), (u) => u / 255);
  for (const times of [1, 2, 5]) {
    const wanted = await lloyd(whole, { k, init, maxIterations: times });
    const one = await iterate([whole], init, times, [0]);
    expect(Float32Array.from(one.centers)).toEqual(wanted.centers);
    const three = await iterate(cut([10, 11, 180, 300]), init, times, [2, 0, 3, 1]);
    expect(three).toEqual(one);
  }
});

it("mergePartials is associative, commutative, and leaves a partial as it is beside one of no samples", async () => {
  const centers = defaultRng(4).random(k * d);
  const none = { data: new Float32Array(0), shape: [0, d] };
  const [a, b, c, zero] = await Promise.all([
    ...cut([100, 150, 300]).map((shard) => partialSums(shard, centers)),
    partialSums(none, centers),
  ]);
  const merge = (...parts: (PartialSums | undefined)[]) => mergePartials(parts as PartialSums[]);
  expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
  expect(merge(b, a)).toEqual(merge(a, b));
  expect(merge(a, zero)).toEqual(a);
  expect(zero!.farthest).toBeUndefined();
});

it("partialSums(data, centers) of floats sums what is nearest to each centre", async () => {
  const data = blobs(200, 5, 4);
  const centers = Float32Array.from(data.data.subarray(0, 12));
  const { sums, counts, inertia, farthest } = await partialSums(data, centers);
  const wanted = { sums: new Float64Array(12), counts: new Float64Array(3), inertia: 0, far: 0 };
  for (let i = 0; i < 200; i++) {
    const x = data.data.subarray(4 * i, 4 * i + 4);
    const squared = [0, 1, 2].map((c) => x.reduce((s, v, j) => s + (v - centers[4 * c + j]!) ** 2, 0));
    const own = squared.indexOf(Math.min(...squared));
    wanted.counts[own]!++;
    wanted.inertia += squared[own]!;
    wanted.far = Math.max(wanted.far, squared[own]!);
    x.forEach((v, j) => {
      wanted.sums[4 * own + j]! += v;
    });
  }
  expectClose(sums, wanted.sums);
  expect(counts).toEqual(wanted.counts);
  expectClose([inertia, farthest!.squaredDistance], [wanted.inertia, wanted.far]);
});

it("nextCenters puts an empty centre onto the farthest sample, which leaves its mean", async () => {
  const line = { data: Float32Array.of(0, 1, 11), shape: [3, 1] };
  const centers = Float32Array.of(0, 100);
  const partial = await partialSums(line, centers);
  expect(partial.farthest).toEqual({ squaredDistance: 121, center: 0, values: Float32Array.of(11) });
  expect([...nextCenters(partial, centers)]).toEqual([0.5, 11]);
});

it("partials and centres that do not fit are refused", async () => {
  const centers = new Float32Array(2 * d);
  const partial = await partialSums(whole, centers);
  await refuses(
    () => partialSums(whole, new Float32Array(d + 1)),
    RangeError,
    `partialSums: expected centers of ${d} values each, got ${d + 1} values`,
  );
  await refuses(
    () => partialSums(whole, [1] as unknown as Float32Array),
    TypeError,
    "partialSums: expected centers as a Float32Array or Float64Array, got an array of 1",
  );
  await refuses(() => mergePartials([]), RangeError, "mergePartials: expected partials to merge, got none");
  await refuses(
    () => mergePartials([partial, { ...partial, k: 3 }]),
    RangeError,
    `mergePartials: expected partials of 2×${d} centres as the first, got 3×${d}`,
  );
  await refuses(
    () => nextCenters(partial, new Float32Array(d)),
    RangeError,
    `nextCenters: expected 2×${d} centres, got ${d} values`,
  );
});
