import { checkChoices, checkKinds, checkOptions } from "@elbowjs/arguments";
/** Which neuron wins when several are equally good: the one with the lowest index, or the highest. */
export type TieRule = "first" | "last";

/**
 * The competition: `"distance"` is won by the weights closest to x, `"output"` by the largest output wᵀx. They agree
 * when all weights have the same length, because ‖x − w‖² = ‖x‖² − 2wᵀx + ‖w‖².
 */
export type Competition = "distance" | "output";

/** The result of a competition. */
export interface Winner {
  /** 0-based neuron. */
  readonly winner: number;
  /** One number a neuron: ‖x − w‖² for `"distance"`, wᵀx for `"output"`. */
  readonly scores: number[];
  /** All neurons that share the best score; more than one is a tie. */
  readonly best: number[];
}

/**
 * Which of the neurons wins the point x. Scores are compared exactly, so only true ties are ties.
 *
 * @param weights k rows of d numbers.
 * @param x d numbers.
 * @param options `competition`, default `"distance"`; `ties`, who wins a tie, default `"first"`, as argmin and argmax do.
 * @throws RangeError if there are no weights, a row is not as long as x, a score is NaN or an option is none of its choices; TypeError
 * for what is no numbers or an option that does not exist.
 */
export function findWinner(
  weights: readonly ArrayLike<number>[],
  x: ArrayLike<number>,
  options: { readonly competition?: Competition; readonly ties?: TieRule } = {},
): Winner {
  checkOptions("findWinner", options, ["competition", "ties"]);
  const { competition = "distance", ties = "first" } = options;
  checkChoices("findWinner", {
    competition: [competition, ["distance", "output"]],
    ties: [ties, ["first", "last"]],
  });
  checkKinds("findWinner", { weights: [weights, ["numbers"]], x: [x, "numbers"] });
  return winnerOf(weights, x, competition, ties);
}

/** {@link findWinner} of what is known to be numbers, for inner loops. */
export function winnerOf(
  weights: readonly ArrayLike<number>[],
  x: ArrayLike<number>,
  competition: Competition,
  ties: TieRule,
): Winner {
  if (weights.length === 0)
    throw new RangeError("findWinner: expected weights of shape [k, d] with k ≥ 1, got [0]");
  const scores = weights.map((w, j) => {
    if (w.length !== x.length)
      throw new RangeError(
        `findWinner: expected weights of shape [k, ${x.length}] to match x [${x.length}], got [${w.length}] in row ${j}`,
      );
    let squared = 0;
    let output = 0;
    for (let i = 0; i < w.length; i++) {
      squared += (x[i]! - w[i]!) ** 2;
      output += w[i]! * x[i]!;
    }
    return competition === "distance" ? squared : output;
  });
  const bestScore = competition === "distance" ? Math.min(...scores) : Math.max(...scores);
  const best = scores.flatMap((score, j) => (score === bestScore ? [j] : []));
  const winner = ties === "first" ? best[0] : best.at(-1);
  if (winner === undefined) throw new RangeError(`findWinner: expected finite x and weights, got NaN scores`);
  return { winner, scores, best };
}
