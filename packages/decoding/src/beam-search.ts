import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { type DecodingOptions, extended, readOptions } from "./decoding-options.js";
import type { Hypothesis } from "./hypothesis.js";
import { askNext, type NextTokens } from "./next-tokens.js";
import { GrowingTree, type SearchTree } from "./search-tree.js";

/** Options of {@link beamSearch}. */
export interface BeamSearchOptions extends DecodingOptions {
  /** k, hypotheses that are kept, an integer in [1, 10⁶]. Default 4. */
  readonly beams?: number | undefined;
  /** m, tokens that each is extended by, an integer ≥ 1. Default k: more can never be kept. */
  readonly expand?: number | undefined;
  /**
   * α ≥ 0: hypotheses are compared by score / lengthᵅ, the length in tokens. 0 compares probabilities, which favours short
   * sequences; 1 the mean per token. Default 0.
   */
  readonly lengthPenalty?: number | undefined;
  /** Whether the tree of the search is returned too. Default false. */
  readonly tree?: boolean | undefined;
}

/** A hypothesis of the beam. */
interface Beam {
  /** Of one that was just extended without `token`, so that those which are dropped are never copied. */
  readonly prefix: Int32Array;
  readonly token?: number;
  readonly score: number;
  /** score / lengthᵅ. */
  readonly rank: number;
  readonly isFinished: boolean;
  /** Its row in the call before, −1 before the first. */
  readonly row: number;
  readonly node: number;
}

/**
 * The most probable sequences that a beam of width k finds: every hypothesis is extended by its m most probable tokens, and of these
 * and the finished ones the best k are kept, until all of them are finished. One beam finds what {@link greedy} does; a beam as
 * wide as the tree finds what exhaustive search does. Of equal ranks the first found stays.
 *
 * @returns at most k hypotheses, the best rank first, with the sum of log-probabilities as score; with `tree: true`
 * `{ hypotheses, tree }`.
 * @throws TypeError or RangeError for an option, or for an answer of `next` that is not log-probabilities; the signal's reason.
 * @see ECE/CS 559, lecture 25: "maintain k sequences, sample m (expand to km), prune back to top k".
 */
export async function beamSearch(
  next: NextTokens,
  options: BeamSearchOptions & { readonly tree: true },
): Promise<{ readonly hypotheses: Hypothesis[]; readonly tree: SearchTree }>;
export async function beamSearch(
  next: NextTokens,
  options?: BeamSearchOptions & { readonly tree?: false | undefined },
): Promise<Hypothesis[]>;
export async function beamSearch(
  next: NextTokens,
  options: BeamSearchOptions = {},
): Promise<Hypothesis[] | { hypotheses: Hypothesis[]; tree: SearchTree }> {
  const shared = readOptions("beamSearch", next, options, ["beams", "expand", "lengthPenalty", "tree"]);
  const { beams = 4, expand = beams, lengthPenalty = 0, tree: wantsTree = false } = options;
  checkNumbers("beamSearch", {
    beams: [beams, "integer in [1, 1000000]"],
    expand: [expand, "integer ≥ 1"],
    lengthPenalty: [lengthPenalty, "≥ 0"],
  });
  checkKinds("beamSearch", { tree: [wantsTree, "boolean"] });
  const { prompt, maxLength, signal } = shared;
  const tree = wantsTree ? new GrowingTree() : undefined;
  let beam: Beam[] = [{ prefix: prompt, score: 0, rank: 0, isFinished: false, row: -1, node: 0 }];
  for (let length = 1; length <= maxLength; length++) {
    const open = beam.filter(({ isFinished }) => !isFinished);
    if (open.length === 0) break;
    const prefixes = open.map(({ prefix }) => prefix);
    const parents = Int32Array.from(open, ({ row }) => row);
    const rows = await askNext("beamSearch", next, prefixes, { parents, signal });
    const finished = beam.filter(({ isFinished }) => isFinished);
    const longer = open.flatMap(({ prefix, score, node }, row) =>
      mostProbable(rows[row]!, expand).map((token): Beam => {
        const total = score + rows[row]![token]!;
        return {
          prefix,
          token,
          score: total,
          rank: total / length ** lengthPenalty,
          isFinished: token === shared.end,
          row,
          node: tree?.add(node, token, total) ?? 0,
        };
      }),
    );
    for (const { node } of beam) tree?.mark(node, "pruned");
    for (const { node } of open) tree?.mark(node, "extended");
    beam = [...finished, ...longer]
      .sort((a, b) => b.rank - a.rank)
      .slice(0, beams)
      .map(withToken);
    for (const { node } of beam) tree?.mark(node, "result");
  }
  const hypotheses = beam.map(({ prefix, score }) => ({ tokens: prefix.slice(prompt.length), score }));
  return tree ? { hypotheses, tree: tree.done() } : hypotheses;
}

function withToken({ token, ...beam }: Beam): Beam {
  return token === undefined ? beam : { ...beam, prefix: extended(beam.prefix, token) };
}

/** The m most probable tokens that are possible, the best first, of equal ones the lowest. */
function mostProbable(row: ArrayLike<number>, m: number): number[] {
  if (m === 1) {
    let best = 0;
    for (let token = 1; token < row.length; token++) if (row[token]! > row[best]!) best = token;
    return [best];
  }
  const possible: number[] = [];
  for (let token = 0; token < row.length; token++)
    if (row[token]! > Number.NEGATIVE_INFINITY) possible.push(token);
  return possible.sort((a, b) => row[b]! - row[a]!).slice(0, m);
}
