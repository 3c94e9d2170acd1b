import { sha256 } from "@elbowjs/test-kit/sha256";
import { describe, expect, it } from "vitest";
import { type ArabicRootsOptions, arabicRoots } from "../src/index.js";
import golden from "./fixtures/arabic.json" with { type: "json" };

/** By UTF-16 units, which for these letters is by code points, as Python sorts. */
const sorted = (lines: string[]): string[] => lines.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

for (const spelling of ["scholarly", "ascii"] as const)
  describe(`arabicRoots({ spelling: "${spelling}" })`, () => {
    const { train, test, ceiling } = arabicRoots({ spelling });
    const all = [...train, ...test];

    it("has the words of a second implementation, in Python", async () => {
      expect(all.length).toBe(golden[spelling].pairs);
      const text = sorted(all.map(({ source, target }) => `${source}\t${target}`)).join("\n");
      expect(await sha256(new TextEncoder().encode(text))).toBe(golden[spelling].sha256);
    });
    it("has the ceilings that are counted there", () => {
      for (const [guesses, value] of Object.entries(golden[spelling].ceilings))
        expect(ceiling(Number(guesses))).toBeCloseTo(value, 12);
    });
    it("keeps whole roots for the test", () => {
      expect([train.length, test.length]).toEqual([201_600 - 14 * 1440, 14 * 1440]);
      const known = new Set(train.map(({ target }) => target));
      // A root's CCC, from its pattern 1a2a3a, is in the training only if the root is.
      const bare = test.filter(({ target }) => [...target].length === 3);
      expect(bare.length).toBe(2 * 1440);
      expect(bare.filter(({ target }) => known.has(target))).toEqual([]);
    });
  });

it("arabicRoots() spells the words that grammars give for k-t-b and d-r-s", () => {
  const words = (spelling: "scholarly" | "ascii"): Map<string, string> => {
    const { train, test } = arabicRoots({ spelling });
    return new Map([...train, ...test].map(({ source, target }) => [source, target]));
  };
  const scholarly = words("scholarly");
  for (const [latin, arabic] of [
    ["kitāb", "كتاب"],
    ["kātib", "كاتب"],
    ["maktab", "مكتب"],
    ["maktaba", "مكتبة"],
    ["maktūb", "مكتوب"],
    ["mudarris", "مدرس"],
    ["tadrīs", "تدريس"],
    ["istikhdām", "استخدام"],
    ["ijtimāʿ", "اجتماع"],
    ["ṭabīb", undefined], // its radicals are no three different neighbours
    ["ʿaẓīm", "عظيم"],
    ["muḥarrik", "محرك"],
  ] as const)
    expect([latin, scholarly.get(latin)]).toEqual([latin, arabic]);
  expect(words("ascii").get("istikhdam")).toBe("استخدام");
});

it("arabicRoots() is a function of its seed", () => {
  const [a, b, c] = [0, 0, 1].map((seed) => arabicRoots({ seed, heldOut: 0.2 }));
  expect(a!.train.slice(0, 20)).toEqual(b!.train.slice(0, 20));
  expect(a!.test.slice(0, 20)).not.toEqual(c!.test.slice(0, 20));
  expect(a!.test.length).toBe(14 * 2880);
});

it("arabicRoots() refuses what it does not know", () => {
  for (const [options, message] of [
    [
      { spelling: "asci" },
      "expected spelling to be one of 'scholarly', 'ascii', got \"asci\"; did you mean 'ascii'?",
    ],
    [{ heldOut: 1 }, "expected heldOut in (0, 1), got 1"],
    [{ seeds: 1 }, "expected the options spelling, heldOut, seed, got seeds; did you mean seed?"],
  ] as const)
    expect(() => arabicRoots(options as ArabicRootsOptions)).toThrow(`arabicRoots: ${message}`);
});
