/** What every algorithm without a network gives back. */
export interface Clustering {
  /** Centres, row by row, k×d. */
  readonly centers: Float32Array;
  /** Nearest centre of every sample, the lowest one on a tie. */
  readonly assignments: Int32Array;
  /** Σ w‖x − its centre‖². */
  readonly inertia: number;
  /** Passes over the data (`lloyd`, `competitiveLearning`) or batches (`miniBatch`) that were made. */
  readonly iterations: number;
  /** True if it stopped because nothing changed any more, or less than the tolerance. */
  readonly converged: boolean;
}

/** Where an algorithm is, for a progress bar. */
export interface IterationReport {
  /** Number of the iteration, from 1. */
  readonly iteration: number;
  /** Inertia of the centres before the iteration, over the samples it saw. */
  readonly inertia: number;
  /** Sum of the squared distances the centres moved by. */
  readonly shift: number;
}
