import { expect, it } from "vitest";
import { textErrors } from "../src/index.js";

it("textErrors counts insertions, deletions and changes by code point", () => {
  // kitten → sitting is 3 (Levenshtein's example in every textbook), "أب" → "اب" 1, equal ones 0: 4 of 12 characters.
  const { characters, right } = textErrors(["kitten", "أب", "abc"], ["sitting", "اب", "abc"]);
  expect(characters).toBeCloseTo(4 / 12, 12);
  expect(right).toBeCloseTo(1 / 3, 12);
  expect(textErrors([""], ["ab"])).toEqual({ characters: 1, right: 0 });
  expect(() => textErrors(["a"], [])).toThrow("textErrors: expected as many texts as references, 0, got 1");
  expect(() => textErrors([""], [""])).toThrow("textErrors: expected references with characters, got none");
});
