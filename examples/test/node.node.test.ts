import { isThorough } from "@elbowjs/test-kit/thorough";
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

it("own-layer.mjs: a model of its own reads four of five digits after two epochs", () => {
  const text = printed("own-layer.mjs", "2");
  const [first, second] = [...text.matchAll(/loss ([\d.]+), test accuracy ([\d.]+)/g)] as [
    RegExpExecArray,
    RegExpExecArray,
  ];
  expect(Number(second[1])).toBeLessThan(0.7 * Number(first[1]));
  expect(Number(second[2])).toBeGreaterThan(0.78);
});

it("worker-pool/pool.mjs: every start is done once, and the best comes first", () => {
  const lines = printed("worker-pool/pool.mjs").trim().split("\n");
  const results = lines.slice(0, -1).map((line) => numbers(line, /seed (\d): inertia ([\d.]+)/));
  expect(results.map(([seed]) => seed).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  const inertias = results.map(([, inertia]) => inertia!);
  expect(inertias).toEqual([...inertias].sort((a, b) => a - b));
  expect(lines.at(-1)).toBe(`Best of 6: seed ${results[0]![0]}`);
});

it("divergences.mjs: the mock final's closed forms, and where each divergence stops", () => {
  const text = printed("divergences.mjs");
  expect(text).toContain("D*(0), D*(½), D*(1): 0.6667, 0.5000, 0.0000");
  expect(text).toContain("W₁ = 0.166666667 = 1/6, W₂² = 0.033333333 = 1/30");
  expect(text).toContain("JS = 0.053781946, value of the game -1.278730469");
  expect(text).toContain("t = 2: KL Infinity, JS 0.6931");
  const [before, after] = numbers(text, /divergence ([\d.]+), after 60 steps ([\d.]+)/) as [number, number];
  expect(after).toBeLessThan(before / 100);
});

it.runIf(isThorough("median-subspace.mjs"))(
  "median-subspace.mjs: PCA is off, the sum of distances exact at every scale and up to 40 % of outliers",
  () => {
    const text = printed("median-subspace.mjs", "--seeds", "1", "--problems", "2");
    expect(text.match(/exact, named and proved 1 of 1/g)).toHaveLength(4);
    for (const [, least] of text.matchAll(/PCA ([\d.]+) to/g)) expect(Number(least)).toBeGreaterThan(0.1);
    expect(text).toMatch(/ 0 % outliers: least distances 2, .* PCA 2/);
    expect(text).toMatch(/40 % outliers: least distances 2, .* PCA 0/);
  },
);

it.runIf(isThorough("vae-against-gan.mjs"))(
  "vae-against-gan.mjs: the autoencoder blurs and has a bound, the GAN neither",
  () => {
    const text = printed("vae-against-gan.mjs", "--images", "2000", "--seconds", "6", "--count", "300");
    const [vae, gan] = [...text.matchAll(/edges ([\d.]+) times/g)].map(([, times]) => Number(times));
    expect(vae!).toBeLessThan(0.5);
    expect(gan!).toBeGreaterThan(2 * vae!);
    expect(numbers(text, /ln p\(x\) ≥ (-[\d.]+) nats/)[0]).toBeGreaterThan(-784 * Math.LN2);
    expect(text.match(/no likelihood/g)).toHaveLength(1);
  },
);
