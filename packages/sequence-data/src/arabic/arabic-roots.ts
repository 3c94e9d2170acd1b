import { checkChoices, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { seededOrder } from "@elbowjs/samples";
import type { WordPair } from "../word-pair.js";
import { patterns, radicals, type Spelling } from "./patterns.js";

/** Options of {@link arabicRoots}. */
export interface ArabicRootsOptions {
  /**
   * `"scholarly"`, with macrons and dots, which is all but unambiguous, or `"ascii"`, without, where only the best guesses
   * together are right. Default `"scholarly"`.
   */
  readonly spelling?: Spelling | undefined;
  /** Share of the roots that are kept for the test, in (0, 1). Default 0.1. */
  readonly heldOut?: number | undefined;
  /** Which roots those are, an integer in [0, 2⁵³). Default 0. */
  readonly seed?: number | undefined;
}

/** All words of sound roots, in two parts without a root in common. */
export interface ArabicRoots {
  readonly train: readonly WordPair[];
  readonly test: readonly WordPair[];
  /**
   * The best accuracy that anyone can reach who knows roots, patterns and spelling: the share of all words whose Arabic form
   * is among the `guesses` most frequent for their romanisation. `ceiling(1)` is 0.9986 for scholarly spelling and 0.4617 for
   * ASCII, whose `ceiling(5)` is 0.9519.
   *
   * @param guesses Integer ≥ 1.
   * @throws TypeError or RangeError if it is no such integer.
   */
  ceiling(guesses: number): number;
}

/**
 * Pairs of romanised and Arabic words, made by rule from the 14,400 roots of three sound radicals (neighbours differ) and 14
 * patterns: 201,600 pairs. To read them a network must learn digraphs (sh, th, kh, dh, gh), which vowels are written and which
 * are not, doubled radicals that are written once, and t that is ة at the end of some. Sound changes between radicals and
 * pattern (iṣṭabara) are left out. The test's roots are unseen, not just its words.
 *
 * @returns The pairs of training, in random order, those of the test, and the best possible accuracy.
 * @throws TypeError or RangeError for an option.
 * @see K. Ryding, A Reference Grammar of Modern Standard Arabic, 2005, chapter 3, for roots and patterns.
 */
export function arabicRoots(options: ArabicRootsOptions = {}): ArabicRoots {
  checkOptions("arabicRoots", options, ["spelling", "heldOut", "seed"]);
  const { spelling = "scholarly", heldOut = 0.1, seed = 0 } = options;
  checkChoices("arabicRoots", { spelling: [spelling, ["scholarly", "ascii"]] });
  checkNumbers("arabicRoots", { heldOut: [heldOut, "(0, 1)"], seed: [seed, "integer ≥ 0"] });
  const roots = soundRoots();
  const order = seededOrder(roots.length, [seed, 0]);
  const kept = Math.max(1, Math.round(heldOut * roots.length));
  const words = (part: Int32Array): WordPair[] =>
    Array.from(part, (i) => wordsOf(roots[i]!, spelling)).flat();
  const test = words(order.subarray(0, kept));
  const inOrder = words(order.subarray(kept));
  const train = Array.from(seededOrder(inOrder.length, [seed, 1]), (i) => inOrder[i]!);
  let counts: readonly number[] | undefined;
  return {
    train,
    test,
    ceiling: (guesses) => {
      checkNumbers("arabicRoots.ceiling", { guesses: [guesses, "integer ≥ 1"] });
      counts ??= ranks([...train, ...test]);
      return counts.slice(0, guesses).reduce((sum, count) => sum + count, 0) / (train.length + test.length);
    },
  };
}

type Root = readonly [number, number, number];

/** All three radicals whose neighbours differ. */
function soundRoots(): Root[] {
  const roots: Root[] = [];
  for (let a = 0; a < radicals.length; a++)
    for (let b = 0; b < radicals.length; b++)
      for (let c = 0; c < radicals.length; c++) if (a !== b && b !== c) roots.push([a, b, c]);
  return roots;
}

/** A pattern in signs: those of the radicals, 1 to 3, as numbers. */
const signs = (pattern: string): readonly (string | number)[] =>
  Array.from(pattern, (sign) => (/[123]/.test(sign) ? Number(sign) : sign));

/** The patterns of each spelling, and of Arabic, in signs; made once. */
const shapes: Readonly<Record<Spelling | "arabic", readonly (readonly (string | number)[])[]>> = {
  scholarly: patterns.map(([latin]) => signs(latin)),
  ascii: patterns.map(([latin]) => signs(withoutMacrons(latin))),
  arabic: patterns.map(([, arabic]) => signs(arabic)),
};

const columns = { arabic: 0, scholarly: 1, ascii: 2 } as const;

/** The words of a root, one per pattern. */
function wordsOf(root: Root, spelling: Spelling): WordPair[] {
  const filled = (writing: Spelling | "arabic", pattern: number): string => {
    let text = "";
    for (const sign of shapes[writing][pattern]!)
      text += typeof sign === "string" ? sign : radicals[root[sign - 1]!]![columns[writing]];
    return text;
  };
  return patterns.map((_, i) => ({ source: filled(spelling, i), target: filled("arabic", i) }));
}

function withoutMacrons(text: string): string {
  return text.replaceAll("ā", "a").replaceAll("ī", "i").replaceAll("ū", "u");
}

/** How many words have the most frequent form of their romanisation, the second, and so on. */
function ranks(pairs: readonly WordPair[]): number[] {
  const lines = pairs.map(({ source, target }) => `${source}\t${target}`).sort();
  const counts: number[] = [];
  let forms: number[] = [];
  lines.forEach((line, i) => {
    const source = line.slice(0, line.indexOf("\t") + 1);
    const isNew = i === 0 || !lines[i - 1]!.startsWith(source);
    if (isNew) {
      tally(forms, counts);
      forms = [];
    }
    if (isNew || lines[i - 1] !== line) forms.push(0);
    forms[forms.length - 1]!++;
  });
  tally(forms, counts);
  return counts;
}

function tally(forms: number[], counts: number[]): void {
  forms.sort((a, b) => b - a);
  forms.forEach((count, rank) => {
    counts[rank] = (counts[rank] ?? 0) + count;
  });
}
