/** A sequence that a search or a draw came up with. */
export interface Hypothesis {
  /** The tokens behind the prompt; the last one is `end` if that finished it. */
  readonly tokens: Int32Array;
  /** Σ ln p(token | tokens before it) over `tokens`, ≤ 0, in nats. */
  readonly score: number;
}

/** Best score first; equal ones keep their order. */
export const byScore = (a: Hypothesis, b: Hypothesis): number => b.score - a.score;
