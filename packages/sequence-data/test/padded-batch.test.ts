import { expect, it } from "vitest";
import { padTokens, TokenRows } from "../src/index.js";

it("padTokens(sequences) fills up to the longest, and says what is real", () => {
  const { tokens, mask, lengths, shape } = padTokens([[5], [6, 7, 8], [9, 1]]);
  expect([...tokens]).toEqual([5, 0, 0, 6, 7, 8, 9, 1, 0]);
  expect([...mask]).toEqual([1, 0, 0, 1, 1, 1, 1, 1, 0]);
  expect([...lengths]).toEqual([1, 3, 2]);
  expect(shape).toEqual([3, 3]);
});

it("padTokens(sequences, { padding, length }) fills up with that token to that length", () => {
  const { tokens, shape } = padTokens([[5], [6, 7]], { padding: 9, length: 4 });
  expect([...tokens]).toEqual([5, 9, 9, 9, 6, 7, 9, 9]);
  expect(shape).toEqual([2, 4]);
});

it("padTokens refuses no sequences, an empty one and one that is too long", () => {
  expect(() => padTokens([])).toThrow("padTokens: expected sequences to be an integer ≥ 1, got 0");
  expect(() => padTokens([[1], []])).toThrow(
    new RangeError("padTokens: expected sequences of at least one token, got none in sequence 1"),
  );
  expect(() => padTokens([[1], [1, 2, 3]], { length: 2 })).toThrow(
    new RangeError("padTokens: expected sequences of at most 2 tokens, got 3 in sequence 1"),
  );
  expect(() => padTokens([[1]], { padding: -1 })).toThrow(RangeError);
  expect(() => padTokens([[1], [2]], { length: 1e9 })).toThrow(
    new RangeError("padTokens: expected at most 268435456 tokens in a batch, got 2 × 1000000000"),
  );
});

it("new TokenRows(sequences) gives sequences back by their numbers, and batches of them", () => {
  const rows = new TokenRows([[1, 2], [3], [4, 5, 6]]);
  expect([rows.size, [...rows.lengths]]).toEqual([3, [2, 1, 3]]);
  expect([...rows.row(2)]).toEqual([4, 5, 6]);
  expect([...rows.gather([1, 2, 1]).tokens]).toEqual([3, 0, 0, 4, 5, 6, 3, 0, 0]);
  expect(() => rows.row(3)).toThrow("TokenRows.row: expected i to be an integer in [0, 3), got 3");
  expect(() => rows.gather([0, -1])).toThrow("TokenRows.row: expected i to be an integer in [0, 3), got -1");
});

it("new TokenRows(…).fingerprint() changes with a token, their order and where they are cut", () => {
  const print = (...sequences: number[][]): string => new TokenRows(sequences).fingerprint();
  const prints = [
    print([1, 2], [3]),
    print([1], [2, 3]),
    print([3], [1, 2]),
    print([1, 2], [4]),
    print([1, 2, 3]),
  ];
  expect(new Set(prints).size).toBe(prints.length);
  expect(print([1, 2], [3])).toBe(prints[0]);
  expect(prints[0]).toMatch(/^2x3:[\da-f]{8}:[\da-f]{8}$/);
});

it("new TokenRows refuses an empty sequence and what is no token", () => {
  expect(() => new TokenRows([[1], []])).toThrow(
    new RangeError("TokenRows: expected sequences of at least one token, got none in sequence 1"),
  );
  for (const bad of [-1, 0.5, Number.NaN, 2 ** 31])
    expect(() => new TokenRows([[1, bad]])).toThrow(
      new RangeError(
        `TokenRows: expected tokens to be integers in [0, 2147483648), got ${bad} in sequence 0 at 1`,
      ),
    );
});
