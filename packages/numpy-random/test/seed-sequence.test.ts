import { describe, expect, it } from "vitest";
import { defaultRng, PCG64, SeedSequence } from "../src/index.js";
import numpy from "./fixtures/numpy.json" with { type: "json" };

const parse = (entropy: string | string[]): bigint | bigint[] =>
  Array.isArray(entropy) ? entropy.map(BigInt) : BigInt(entropy);
const plain = ({ state, inc, hasUint32, uinteger }: PCG64["state"]) => ({
  state: String(state),
  inc: String(inc),
  hasUint32,
  uinteger,
});

for (const { entropy, words, state, random } of numpy.seeds) {
  it(`seed ${JSON.stringify(entropy)} gives NumPy's pool, state and first draws`, () => {
    const seed = parse(entropy);
    expect([...new SeedSequence(seed).generateState(10)]).toEqual(words);
    expect(plain(new PCG64(seed).state)).toEqual(state);
    expect([...defaultRng(seed).random(3)]).toEqual(random);
  });
}

it("a number, the same bigint and their SeedSequence give the same stream", () => {
  const first = defaultRng(2 ** 40).random();
  expect(defaultRng(2n ** 40n).random()).toBe(first);
  expect(defaultRng(new SeedSequence(2 ** 40)).random()).toBe(first);
  expect(defaultRng(new PCG64(2 ** 40)).random()).toBe(first);
});

it("a typed array is the array of its numbers", () => {
  expect(new PCG64(Uint32Array.of(1, 2, 3)).state).toEqual(new PCG64([1, 2, 3]).state);
  expect(new PCG64(BigUint64Array.of(2n ** 40n, 0n, 5n)).state).toEqual(new PCG64([2 ** 40, 0, 5]).state);
});

it("defaultRng() without a seed takes fresh entropy, kept in seedSequence", () => {
  const rng = defaultRng();
  expect(defaultRng().random()).not.toBe(rng.random());
  const again = defaultRng(rng.bits.seedSequence.entropy);
  again.random();
  expect(again.random()).toBe(rng.random());
});

it("spawn(n) gives NumPy's children, new ones at each call, and grandchildren", () => {
  const parent = new SeedSequence(numpy.seed);
  const [first, second] = parent.spawn(2);
  const [third] = parent.spawn(1);
  expect([first, second, third].map((s) => defaultRng(s!).random())).toEqual(numpy.spawned.children);
  const grandchild = second!.spawn(3)[2]!;
  expect(grandchild.spawnKey).toEqual(numpy.spawned.grandchildKey);
  expect(defaultRng(grandchild).random()).toBe(numpy.spawned.grandchild);
  expect(parent.childrenSpawned).toBe(3);
});

it("Generator.spawn(n) seeds generators from the children of its seed", () => {
  const rng = defaultRng(numpy.seed);
  expect([...rng.spawn(2), ...rng.spawn(1)].map((child) => child.random())).toEqual(numpy.spawned.children);
});

describe("SeedSequence refuses", () => {
  const cases: [string, unknown, string][] = [
    [
      "a negative number",
      -1,
      "SeedSequence: expected a non-negative integer up to 2^53 - 1 (a bigint beyond), got -1",
    ],
    [
      "a fraction",
      0.5,
      "SeedSequence: expected a non-negative integer up to 2^53 - 1 (a bigint beyond), got 0.5",
    ],
    [
      "NaN",
      Number.NaN,
      "SeedSequence: expected a non-negative integer up to 2^53 - 1 (a bigint beyond), got NaN",
    ],
    [
      "an unsafe integer",
      2 ** 53,
      `SeedSequence: expected a non-negative integer up to 2^53 - 1 (a bigint beyond), got ${2 ** 53}`,
    ],
    ["a negative bigint", -5n, "SeedSequence: expected a non-negative integer, got -5"],
    [
      "a bad element",
      [1, -2],
      "SeedSequence: expected a non-negative integer up to 2^53 - 1 (a bigint beyond), got -2",
    ],
    ["null", null, "SeedSequence: expected a number, a bigint or an array of them, got null"],
    ["a string", "7", 'SeedSequence: expected a number, a bigint or an array of them, got "7"'],
    ["an object", {}, "SeedSequence: expected a number, a bigint or an array of them, got an object"],
    ["a Map", new Map(), "SeedSequence: expected a number, a bigint or an array of them, got an object"],
  ];
  for (const [name, seed, message] of cases)
    it(name, () => {
      expect(() => new SeedSequence(seed as number)).toThrow(message);
    });

  it("a count of children that is not a natural number", () => {
    expect(() => defaultRng(1).spawn(-1)).toThrow(
      new RangeError("spawn: expected a non-negative integer number of children up to 2^24, got -1"),
    );
  });
});
