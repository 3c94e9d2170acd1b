import { checkKinds, refusal } from "@elbowjs/arguments";

/** How far texts are from what they should be. */
export interface TextErrors {
  /** Characters to be put in, taken out or changed, over the characters that should be there. */
  readonly characters: number;
  /** Share of texts that are right. */
  readonly right: number;
}

/**
 * Errors of texts by character and by text: Σ Levenshtein distance / Σ length, in code points, and the share of equal ones.
 *
 * @param texts what was written.
 * @param references what should have been, as many; at least one character in all.
 * @throws RangeError if there are not as many, or no characters; TypeError for what are no strings.
 * @see V. Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, 1966.
 */
export function textErrors(texts: readonly string[], references: readonly string[]): TextErrors {
  checkKinds("textErrors", { texts: [texts, ["string"]], references: [references, ["string"]] });
  if (texts.length !== references.length)
    throw refusal(
      new RangeError(
        `textErrors: expected as many texts as references, ${references.length}, got ${texts.length}`,
      ),
    );
  let [errors, characters, right] = [0, 0, 0];
  for (const [i, reference] of references.entries()) {
    errors += levenshtein([...texts[i]!], [...reference]);
    characters += [...reference].length;
    right += Number(texts[i] === reference);
  }
  if (characters === 0)
    throw refusal(new RangeError("textErrors: expected references with characters, got none"));
  return { characters: errors / characters, right: right / references.length };
}

/** Insertions, deletions and changes from one list to another at least, row by row. */
function levenshtein(a: readonly string[], b: readonly string[]): number {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, x] of a.entries()) {
    const row = [i + 1];
    for (const [j, y] of b.entries())
      row.push(Math.min(before[j + 1]! + 1, row[j]! + 1, before[j]! + Number(x !== y)));
    before = row;
  }
  return before[b.length]!;
}
