import type { GradientKind, Reduction, UpdateRule } from "../steps/objective.js";

/** Options of `KMeansNetwork`. */
export interface KMeansNetworkOptions {
  /** Number of centres, an integer ≥ 1. */
  readonly k: number;
  /** Numbers per sample, d, an integer ≥ 1. */
  readonly features: number;
  /** Factor on the scores before the softmax, > 0; the larger, the closer to an argmax. Default 20. */
  readonly temperature?: number;
  /** What the gradient is taken of. Default `'mean'`. */
  readonly reduction?: Reduction;
  /** How a sample's shares enter the gradient. Default `'soft'`. */
  readonly gradient?: GradientKind;
  /** What a step does. Default `'gradient'`. */
  readonly update?: UpdateRule;
}

/** Options of `KMeansNetwork.init`. */
export interface InitOptions {
  /** Seed of the draw, an integer ≥ 0. Default 0, but for `'digit-images'`, which then takes the first image of each. */
  readonly seed?: number;
  /** Draws this many times and keeps the centres with the smallest inertia on the data; an integer ≥ 1. Default 1. */
  readonly nInit?: number;
  /** How much each sample counts, ≥ 0. Default 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Stops the draw: `init` rejects with the signal's reason, the centres stay. Default: none. */
  readonly signal?: AbortSignal;
}

/** Options of methods that go through data without changing the network. */
export interface PassOptions {
  /** How much each sample counts, ≥ 0. Default 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Stops the pass: the call rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal;
}

/** What `KMeansNetwork.evaluate` measures. */
export interface Evaluation {
  /** Mean square of the error p·C − x over samples and features, whatever the reduction. */
  readonly loss: number;
  /** Σ ‖x − nearest centre‖², the objective of k-means. */
  readonly inertia: number;
  /** Number of centres that are nearest to at least one sample. */
  readonly usedClusters: number;
  /** True if at most half of the centres are used. */
  readonly collapsed: boolean;
}

/** A network as plain data; see `KMeansNetwork.toJSON`. */
export interface KMeansNetworkJSON extends Required<KMeansNetworkOptions> {
  readonly format: "elbow-kmeans-network";
  readonly version: 1;
  /** Float32 values k×d, little-endian, in base64; null before `init`. */
  readonly centers: string | null;
}

/** Options of `KMeansNetwork.partialFit`. */
export interface PartialFitOptions {
  /** η ≥ 0. Default 4.5. */
  readonly learningRate?: number;
  /** Factor on the scores, > 0. Default the network's own. */
  readonly temperature?: number;
  /** How much each sample counts, ≥ 0; only the ratios matter. Default 1 each. */
  readonly weights?: ArrayLike<number>;
}
