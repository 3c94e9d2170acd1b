/** Inertia over Lloyd's − 1, from one image of each digit of MNIST; null where the run diverged. */
export interface Measured {
  readonly b: number;
  readonly epochs: number;
  /** The gradient step at `recommendEta(…).eta`, and from `.annealFrom` falling linearly to 0. */
  readonly constant: number | null;
  readonly annealed: number | null;
  /** The gradient step at η = 4.5, what the balance of bias² and variance says for b = 64. */
  readonly source: number | null;
  /** scikit-learn's rule, 1/cumulative count. */
  readonly cumulative: number | null;
}

/** From bench/lloyd-analysis/results/results.json, which a test compares these with. */
export const measured: readonly [Measured, ...Measured[]] = [
  { b: 1, epochs: 1, constant: 0.0023381, annealed: 0.0067033, source: null, cumulative: 0.0018445 },
  { b: 8, epochs: 1, constant: 0.0023525, annealed: 0.000026759, source: null, cumulative: 0.0067484 },
  { b: 64, epochs: 1, constant: 0.0023863, annealed: -0.0028164, source: 0.1178, cumulative: 0.00051113 },
  { b: 256, epochs: 1, constant: 0.0028967, annealed: -0.00011887, source: 0.024321, cumulative: 0.0023106 },
  { b: 1024, epochs: 1, constant: 0.0030533, annealed: 0.0020629, source: 0.00089954, cumulative: 0.0043137 },
  { b: 60000, epochs: 10, constant: 0.0051398, annealed: 0.0841, source: 0.00074544, cumulative: 0.0060179 },
];
