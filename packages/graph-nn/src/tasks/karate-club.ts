// The data are those of graphology-generators 0.11.2 (karateClub), MIT licence, © 2016-2021 Guillaume Plique:
// LICENSE-graphology-generators. A test compares them.
import { checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { identityFeatures } from "../graph/features.js";
import type { Graph } from "../graph/graph.js";

/** A vertex, and those of a higher number that it knows. */
const known =
  "0 1 2 3 4 5 6 7 8 10 11 12 13 17 19 21 31;1 2 3 7 13 17 19 21 30;2 3 7 8 9 13 27 28 32;3 7 12 13;4 6 10;5 6 10 16;6 16;8 30 32 33;9 33;13 33;14 32 33;15 32 33;18 32 33;19 33;20 32 33;22 32 33;23 25 27 29 32 33;24 25 27 31;25 31;26 29 33;27 33;28 31 33;29 32 33;30 32 33;31 32 33;32 33".split(
    ";",
  );
/** The club each joined when the club split: 0 the instructor's, 1 the officers'. */
const clubs = "0000000001000011001010111111111111";

/**
 * Zachary's karate club: 34 people, 78 friendships, and the club that each joined when the club split in two. Features: a one for each
 * person in a place of their own, so that they say nothing of the club.
 *
 * @param known whose club is told; the others have the label −1. Default: everybody's.
 * @throws RangeError for a vertex that is not there; TypeError for another kind.
 * @see W. Zachary, An Information Flow Model for Conflict and Fission in Small Groups, 1977.
 */
export function karateClub(options: { readonly known?: readonly number[] } = {}): Graph {
  const caller = "karateClub";
  checkOptions(caller, options, ["known"]);
  const { known: told } = options;
  if (told !== undefined && !Array.isArray(told))
    throw refusal(new TypeError(`${caller}: expected known as a list of vertices, got ${shown(told)}`));
  for (const [i, v] of (told ?? []).entries())
    checkNumbers(caller, { [`known[${i}]`]: [v, "integer in [0, 33]"] });
  const edges = known.flatMap((line) => {
    const [from, ...others] = line.split(" ").map(Number);
    return others.map((to) => [from!, to] as const);
  });
  const labels = Int32Array.from(clubs, (club, v) =>
    told === undefined || told.includes(v) ? Number(club) : -1,
  );
  return { vertices: 34, features: identityFeatures(34), edges, labels };
}
