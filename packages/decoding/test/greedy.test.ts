import { describe, expect, it } from "vitest";
import { greedy, type NextTokens } from "../src/index.js";

const abc: NextTokens = (prefixes) =>
  prefixes.map((prefix) => [0, 1, 2].map((token) => Math.log(token === prefix.length % 3 ? 0.8 : 0.1)));

describe("greedy(next)", () => {
  it("takes the most probable token until the end, and sums its logarithms", async () => {
    const [found] = await greedy(abc, { end: 2 });
    expect([...found!.tokens]).toEqual([0, 1, 2]);
    expect(found!.score).toBeCloseTo(3 * Math.log(0.8), 14);
  });

  it("begins behind the prompt, which is in no result", async () => {
    const seen: number[][] = [];
    const next: NextTokens = (prefixes, parents) => {
      seen.push([...prefixes[0]!]);
      return abc(prefixes, parents);
    };
    const [found] = await greedy(next, { prompt: [7, 8], maxLength: 2 });
    expect([...found!.tokens]).toEqual([2, 0]);
    expect(seen).toEqual([
      [7, 8],
      [7, 8, 2],
    ]);
  });

  it("takes log-probabilities as a promise", async () => {
    const [found] = await greedy(async (prefixes, parents) => abc(prefixes, parents), { maxLength: 3 });
    expect([...found!.tokens]).toEqual([0, 1, 2]);
  });

  it("stops for a signal before the next call", async () => {
    const controller = new AbortController();
    let calls = 0;
    const next: NextTokens = (prefixes, parents) => {
      if (++calls === 3) controller.abort(new Error("enough"));
      return abc(prefixes, parents);
    };
    await expect(greedy(next, { signal: controller.signal })).rejects.toThrow("enough");
    expect(calls).toBe(3);
  });

  it.for([
    [[], "greedy: expected next to give 1 rows of log-probabilities, one per prefix, got 0"],
    [[[0.5, 0.5]], "whose probabilities sum to 3.29"],
    [[[Number.NaN, 0]], "got NaN for token 0 of prefix 0"],
    [[[-Infinity]], "leave some token possible"],
    [[["a"]], 'got "a" for token 0'],
    [[0], "as arrays of numbers, got 0 for prefix 0"],
    [undefined, "an array with the log-probabilities of each prefix, got undefined"],
  ] as const)("refuses %j as an answer of next", async ([answer, message]) => {
    await expect(greedy((() => answer) as unknown as NextTokens)).rejects.toThrow(message);
  });

  it("refuses options out of range", async () => {
    await expect(greedy(abc, { maxLength: 0 })).rejects.toThrow(
      "greedy: expected maxLength to be an integer in [1, 1000000], got 0",
    );
    await expect(greedy(abc, { prompt: [-1] })).rejects.toThrow(
      "prompt of tokens, integers ≥ 0, got -1 at [0]",
    );
    await expect(greedy(3 as unknown as NextTokens)).rejects.toThrow("expected next to be a function, got 3");
  });
});
