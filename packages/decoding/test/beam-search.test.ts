import { describe, expect, it } from "vitest";
import { beamSearch, greedy, type NextTokens } from "../src/index.js";
import { everySequence, randomModel } from "./markov-chain.js";

const log = (...p: number[]): number[] => p.map(Math.log);

/** Greedy goes to 0 (0.6), behind which nothing is probable; the best sequence begins with 1. */
const trap: NextTokens = (prefixes) =>
  prefixes.map((prefix) => {
    if (prefix.length === 0) return log(0.6, 0.4);
    return prefix[0] === 0 ? log(0.5, 0.5) : log(0.95, 0.05);
  });

describe("beamSearch(next)", () => {
  it("finds what greedy passes over", async () => {
    const [first] = await greedy(trap, { maxLength: 2 });
    expect([...first!.tokens]).toEqual([0, 0]);
    const [best, second] = await beamSearch(trap, { beams: 2, maxLength: 2 });
    expect([...best!.tokens]).toEqual([1, 0]);
    expect(best!.score).toBeCloseTo(Math.log(0.4 * 0.95), 14);
    expect(second!.score).toBeCloseTo(Math.log(0.3), 14);
  });

  it("with one beam equals greedy, with and without an end, for 100 models", async () => {
    for (let seed = 0; seed < 100; seed++) {
      const next = randomModel(6, seed);
      for (const end of [undefined, 2]) {
        const options = { end, maxLength: 8, prompt: [seed % 6] };
        expect(await beamSearch(next, { ...options, beams: 1 })).toEqual(await greedy(next, options));
      }
    }
  });

  it("as wide as the tree equals exhaustive search, all hypotheses in order", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const next = randomModel(4, seed);
      const all = everySequence(next, { end: 3, length: 4 });
      const found = await beamSearch(next, { beams: all.length, end: 3, maxLength: 4 });
      expect(found.map(({ tokens }) => [...tokens])).toEqual(all.map(({ tokens }) => tokens));
      found.forEach(({ score }, i) => {
        expect(score).toBeCloseTo(all[i]!.score, 12);
      });
    }
  });

  it("of width 3 does not always find the best: the control of the test before", async () => {
    let misses = 0;
    for (let seed = 0; seed < 60; seed++) {
      const next = randomModel(8, seed);
      const [best] = everySequence(next, { end: 7, length: 4 });
      const [found] = await beamSearch(next, { beams: 2, end: 7, maxLength: 4 });
      if (found!.score < best!.score - 1e-12) misses++;
    }
    expect(misses).toBeGreaterThan(0);
  });

  it("keeps exactly what a search written the slow way keeps: k·m candidates, pruned to k", async () => {
    const next = randomModel(9, 5);
    const [beams, expand, end, maxLength] = [5, 2, 0, 6];
    let beam: { tokens: number[]; score: number }[] = [{ tokens: [], score: 0 }];
    for (let step = 0; step < maxLength; step++) {
      beam = beam
        .flatMap(({ tokens, score }) => {
          if (tokens.at(-1) === end) return [{ tokens, score }];
          const [row] = next([Int32Array.from(tokens)], Int32Array.of(0)) as number[][];
          return Array.from(row!, (value, token) => ({ tokens: [...tokens, token], score: score + value }))
            .sort((a, b) => b.score - a.score)
            .slice(0, expand);
        })
        .sort((a, b) => b.score - a.score)
        .slice(0, beams);
    }
    const found = await beamSearch(next, { beams, expand, end, maxLength });
    expect(found.map(({ tokens }) => [...tokens])).toEqual(beam.map(({ tokens }) => tokens));
  });

  it("compares by score / length^lengthPenalty; the scores stay sums", async () => {
    // end (token 0) at once: ln 0.3; or three tokens of 0.7, 0.9, 0.9 and the end: −0.57 in all
    const next: NextTokens = (prefixes) =>
      prefixes.map(({ length }) => (length < 3 ? log(0.6, 0.4) : log(1, 0)));
    const sums = await beamSearch(next, { beams: 8, end: 0 });
    expect(sums[0]!.tokens.length).toBe(1);
    const means = await beamSearch(next, { beams: 8, end: 0, lengthPenalty: 2 });
    expect(means[0]!.tokens.length).toBe(4);
    expect(means[0]!.score).toBeCloseTo(3 * Math.log(0.4), 14);
    expect(means.map(({ tokens }) => tokens.length)).toEqual([4, 3, 2, 1]);
  });

  it("never extends a token of probability 0, and gives fewer hypotheses if there are no more", async () => {
    const next: NextTokens = (prefixes) => prefixes.map(() => [0, -Infinity, -Infinity]);
    expect(await beamSearch(next, { beams: 5, maxLength: 3 })).toEqual([
      { tokens: Int32Array.of(0, 0, 0), score: 0 },
    ]);
  });

  it("tells next which row each prefix extends", async () => {
    const model = randomModel(5, 3);
    let before: readonly Int32Array[] = [];
    let widest = 0;
    const next: NextTokens = (prefixes, parents) => {
      prefixes.forEach((prefix, i) => {
        if (prefix.length === 1) expect(parents[i]).toBe(-1);
        else expect([...prefix.slice(0, -1)]).toEqual([...before[parents[i]!]!]);
      });
      before = prefixes;
      widest = Math.max(widest, prefixes.length);
      return model(prefixes, parents);
    };
    await beamSearch(next, { beams: 4, end: 1, maxLength: 6, prompt: [2] });
    expect(widest).toBeGreaterThan(1);
  });

  it("returns the tree on request: every node scored, the results are its finished leaves", async () => {
    const { hypotheses, tree } = await beamSearch(trap, { beams: 2, maxLength: 2, tree: true });
    expect(tree.nodes.map(({ parent, token, fate }) => [parent, token, fate])).toEqual([
      [-1, -1, "extended"],
      [0, 0, "extended"],
      [0, 1, "extended"],
      [1, 0, "result"],
      [1, 1, "pruned"],
      [2, 0, "result"],
      [2, 1, "pruned"],
    ]);
    expect(hypotheses[0]!.score).toBe(tree.nodes[5]!.score);
  });

  it("refuses what is out of range or no option", async () => {
    await expect(beamSearch(trap, { beams: 0 })).rejects.toThrow(
      "beamSearch: expected beams to be an integer in [1, 1000000], got 0",
    );
    await expect(beamSearch(trap, { expand: 1.5 })).rejects.toThrow(RangeError);
    await expect(beamSearch(trap, { lengthPenalty: -1 })).rejects.toThrow(RangeError);
    await expect(beamSearch(trap, { numBeams: 2 } as object)).rejects.toThrow("got numBeams");
  });
});
