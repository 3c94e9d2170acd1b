import { describe, expect, it } from "vitest";
import { type NextTokens, type SampleOptions, sample, tokenDistribution } from "../src/index.js";
import { everySequence, randomModel } from "./markov-chain.js";

const logits = [2, 1, 1, 0, -0.5, -1, -3, -Infinity];
const total = logits.reduce((sum, value) => sum + Math.exp(value), 0);
const next: NextTokens = (prefixes) => prefixes.map(() => logits.map((value) => value - Math.log(total)));

/** The distribution in the words of the definition: temperature, then the k most probable, then the nucleus. */
function byDefinition({ temperature = 1, topK = logits.length, topP = 1 }: SampleOptions): number[] {
  const powers = logits.map((value) => Math.exp(value) ** (1 / temperature));
  const ranked = powers
    .map((value, token) => ({ value, token }))
    .sort((a, b) => b.value - a.value || a.token - b.token);
  const best = ranked.slice(0, topK);
  const sum = best.reduce((a, { value }) => a + value, 0);
  const nucleus: typeof best = [];
  for (const entry of best) {
    if (nucleus.reduce((a, { value }) => a + value, 0) / sum >= topP) break;
    nucleus.push(entry);
  }
  const kept = nucleus.reduce((a, { value }) => a + value, 0);
  return powers.map((value, token) => (nucleus.some((entry) => entry.token === token) ? value / kept : 0));
}

const draws = 100_000;

/** Pearson's χ² of counts against expected probabilities, and its degrees of freedom. */
function chiSquared(counts: readonly number[], p: readonly number[]): { statistic: number; freedom: number } {
  let statistic = 0;
  let freedom = -1;
  p.forEach((probability, token) => {
    if (probability === 0) {
      expect(counts[token]).toBe(0);
      return;
    }
    statistic += (counts[token]! - draws * probability) ** 2 / (draws * probability);
    freedom++;
  });
  return { statistic, freedom };
}

/** The 0.9999 quantile of χ² by Wilson and Hilferty: 24 combinations then fail by chance once in 400 seeds; the seed is fixed. */
const critical = (freedom: number): number =>
  freedom === 0 ? 1e-9 : freedom * (1 - 2 / (9 * freedom) + 3.719 * Math.sqrt(2 / (9 * freedom))) ** 3;

const combinations = [undefined, 0.5, 2].flatMap((temperature) =>
  [undefined, 1, 3].flatMap((topK) =>
    [undefined, 0.6, 0.9].map((topP): SampleOptions => ({ temperature, topK, topP })),
  ),
);

async function counted(options: SampleOptions): Promise<number[]> {
  const counts = logits.map(() => 0);
  for (const { tokens } of await sample(next, { ...options, samples: draws, maxLength: 1, seed: 19 }))
    counts[tokens[0]!]!++;
  return counts;
}

describe("sample(next)", () => {
  it.for(combinations)("draws 100,000 tokens that pass a χ² test with %j", async (options) => {
    const { statistic, freedom } = chiSquared(await counted(options), byDefinition(options));
    expect(statistic).toBeLessThan(critical(freedom));
  });

  it("fails the χ² test against the distribution of another temperature: the control", async () => {
    const counts = await counted({ temperature: 1 });
    const { statistic, freedom } = chiSquared(counts, byDefinition({ temperature: 1.05 }));
    expect(statistic).toBeGreaterThan(critical(freedom));
  });

  it("draws whole sequences as often as they are probable", async () => {
    const model = randomModel(3, 1);
    const all = everySequence(model, { end: 2, length: 4 });
    const found = await sample(model, { end: 2, maxLength: 4, samples: 20_000, seed: 3 });
    const counts = new Map<string, number>();
    for (const { tokens } of found) counts.set(String(tokens), (counts.get(String(tokens)) ?? 0) + 1);
    let statistic = 0;
    for (const { tokens, score } of all) {
      const expected = 20_000 * Math.exp(score);
      statistic += ((counts.get(String(tokens)) ?? 0) - expected) ** 2 / expected;
    }
    expect(statistic).toBeLessThan(critical(all.length - 1));
    const scores = new Map(all.map(({ tokens, score }) => [String(tokens), score]));
    for (const { tokens, score } of found.slice(0, 100))
      expect(score).toBeCloseTo(scores.get(String(tokens))!, 12);
    expect(found.every(({ score }, i) => i === 0 || score <= found[i - 1]!.score)).toBe(true);
  });

  it("gives the same for the same seed, and the i-th sequence however many are drawn", async () => {
    const model = randomModel(5, 2);
    const texts = async (options: SampleOptions): Promise<string[]> =>
      (await sample(model, { maxLength: 6, end: 0, ...options })).map(({ tokens }) => String(tokens));
    expect(await texts({ samples: 20, seed: 1 })).toEqual(await texts({ samples: 20, seed: 1 }));
    expect(await texts({ samples: 20, seed: 1 })).not.toEqual(await texts({ samples: 20, seed: 2 }));
    const many = await texts({ samples: 40, seed: 1 });
    for (const text of await texts({ samples: 5, seed: 1 })) expect(many).toContain(text);
  });

  it("near temperature 0 draws the most probable", async () => {
    expect((await counted({ temperature: 1e-3 }))[0]).toBe(draws);
  });

  it("refuses options out of range", async () => {
    await expect(sample(next, { temperature: 0 })).rejects.toThrow("expected temperature > 0, got 0");
    await expect(sample(next, { topP: 0 })).rejects.toThrow("expected topP in (0, 1], got 0");
    await expect(sample(next, { topK: 0 })).rejects.toThrow("expected topK to be an integer ≥ 1, got 0");
    await expect(sample(next, { top_k: 3 } as object)).rejects.toThrow(TypeError);
  });
});

describe("tokenDistribution(logProbabilities)", () => {
  it.for(combinations)("is what its definition says with %j", (options) => {
    const p = byDefinition(options);
    tokenDistribution(logits, options).forEach((value, token) => {
      expect(value).toBeCloseTo(p[token]!, 12);
    });
  });

  it("keeps the lowest of equal tokens, and does not overflow", () => {
    expect([...tokenDistribution([1, 1, 1], { topK: 2 })]).toEqual([0.5, 0.5, 0]);
    expect([...tokenDistribution([1e4, 0])]).toEqual([1, 0]);
    expect([...tokenDistribution([-1e4, -1e4], { temperature: 1e-3 })]).toEqual([0.5, 0.5]);
  });

  it("refuses NaN, nothing, and nothing possible", () => {
    expect(() => tokenDistribution([Number.NaN])).toThrow("below Infinity, got NaN at [0]");
    expect(() => tokenDistribution([])).toThrow("at least one number, got an array of 0");
    expect(() => tokenDistribution([-Infinity])).toThrow("leave some token possible");
  });
});
