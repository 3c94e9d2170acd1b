/**
 * The weights α that each rule gives the batch mean of a cell: C ← (1 − α) C + α m. `count` is |V_i|, the points of the
 * cell in this batch (> 0), `seen` all its points so far with this batch's, `eta` the learning rate, `left` the part of
 * the run that is still to come (1 at its first step, 1/T at its last).
 */
export const rules = {
  /** The source's update: every cell moves by the same α = 2η/k. */
  idealised: ({ eta }) => eta / 5,
  /** The gradient with the assignment held fixed: α_i = 2η|V_i|/b. */
  hard: ({ eta, count, b }) => (2 * eta * count) / b,
  /** The gradient through the softmax too; points between two centres add to this weight (soft-gradient.mjs). */
  soft: ({ eta, count, b }) => (2 * eta * count) / b,
  /** scikit-learn's MiniBatchKMeans (Sculley 2010): the running mean of all points ever assigned. */
  cumulative: ({ count, seen }) => count / seen,
  /** Schwartzman (ICLR 2023), scikit-learn pull request 30051. */
  adaptive: ({ count, b }) => Math.sqrt(count / b),
  /** The source's update, η falling linearly to 0 over the run. */
  annealedIdealised: ({ eta, left }) => (eta * left) / 5,
  /** The gradient step, η falling linearly to 0 over the run. */
  annealedHard: ({ eta, left, count, b }) => (2 * eta * left * count) / b,
  /** The gradient step at the package's advice, constant and annealed. */
  recommended: ({ eta, count, b }) => (2 * eta * count) / b,
  recommendedAnnealed: ({ eta, left, count, b }) => (2 * eta * left * count) / b,
};
