import { checkKinds } from "./check-kinds.js";

/**
 * The name with the smallest Levenshtein distance to what was typed.
 *
 * @returns undefined if even that one needs more than two edits, or as many as it has letters to keep.
 * @throws TypeError for anything but strings.
 * @see V. Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, 1966.
 */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  checkKinds("nearestName", { typed: [typed, "string"], names: [names, ["string"]] });
  let best: string | undefined;
  let least = Math.min(2, typed.length - 1);
  for (const name of names) {
    const edits = distance(typed, name);
    if (edits < least || (edits === least && best === undefined)) [best, least] = [name, edits];
  }
  return best;
}

function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    above = row;
  }
  return above[b.length]!;
}
