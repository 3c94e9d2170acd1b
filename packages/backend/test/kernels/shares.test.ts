import { describe, expect, test } from "vitest";
import { equalShares, type Share, shares } from "../../src/kernels/shares.js";

/** Sizes, threads and multiples that a kernel may ask for. */
const requests = [2, 3, 7, 16].flatMap((threads) =>
  [1, 5, 16, 63, 64, 1000, 933_120].flatMap((size) =>
    [1, 16, 30].map((multiple) => ({ threads, size, multiple })),
  ),
);

/** That the parts are [0, size), in order and without gaps, in multiples but for the last. */
function expectWhole(parts: readonly Share[], size: number, multiple: number): void {
  let next = 0;
  for (const { first, count } of parts) {
    expect(first).toBe(next);
    expect(count).toBeGreaterThan(0);
    next += count;
    if (next < size) expect(count % multiple).toBe(0);
  }
  expect(next).toBe(size);
}

describe("shares", () => {
  test("are all of it, in order, and no larger than the ones before", () => {
    for (const { threads, size, multiple } of requests) {
      const parts = shares(threads, size, 1e9, multiple);
      expectWhole(parts, size, multiple);
      for (const [i, { count }] of parts.entries())
        expect(count).toBeLessThanOrEqual(parts[i - 1]?.count ?? size);
    }
  });

  test("end small, and are few enough for the queue of 64", () => {
    for (const { threads, size, multiple } of requests) {
      const parts = shares(threads, size, 1e9, multiple);
      expect(parts.length).toBeLessThanOrEqual(64);
      expect(parts.at(-1)!.count).toBeLessThan(size / (8 * threads) + multiple);
    }
  });

  test("are one where another thread is not worth waking, or there is none", () => {
    expect(shares(4, 1000, 1000)).toEqual([{ first: 0, count: 1000 }]);
    expect(shares(1, 1000, 1e9)).toEqual([{ first: 0, count: 1000 }]);
    expect(shares(4, 0, 1e9)).toEqual([]);
  });

  test("equalShares are as many as asked for, or fewer", () => {
    expect(equalShares(10, 3)).toEqual([
      { first: 0, count: 4 },
      { first: 4, count: 4 },
      { first: 8, count: 2 },
    ]);
    for (const { threads, size, multiple } of requests) {
      const parts = equalShares(size, threads, multiple);
      expectWhole(parts, size, multiple);
      expect(parts.length).toBeLessThanOrEqual(threads);
    }
  });
});
