import { afterAll, expect, it } from "vitest";
import { numbers, printed, removeOut } from "./program.js";

afterAll(removeOut);

it("cluster-digits.mjs: the network comes within 3% of Lloyd", () => {
  const text = printed("cluster-digits.mjs");
  const [network, lloyd] = numbers(text, /network (\d+), Lloyd (\d+)/) as [number, number];
  expect(network / lloyd).toBeLessThan(1.03);
  expect(network / lloyd).toBeGreaterThan(0.97);
  expect(numbers(text, /Purity on 500 test digits: ([\d.]+)/)[0]).toBeGreaterThan(0.25);
});

it("own-data.mjs: finds the two kinds of days, and their peaks", () => {
  const text = printed("own-data.mjs");
  expect(text).toContain("300 of 300 days");
  expect(text).toContain("Weekend: most at 13:00");
  expect(text).toContain("Workday: most at 19:00");
});

it("worker-pool/pool.mjs: every start is done once, and the best comes first", () => {
  const lines = printed("worker-pool/pool.mjs").trim().split("\n");
  const results = lines.slice(0, -1).map((line) => numbers(line, /seed (\d): inertia ([\d.]+)/));
  expect(results.map(([seed]) => seed).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  const inertias = results.map(([, inertia]) => inertia!);
  expect(inertias).toEqual([...inertias].sort((a, b) => a - b));
  expect(lines.at(-1)).toBe(`Best of 6: seed ${results[0]![0]}`);
});
