import { checkChoices, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import {
  GRADIENT_KINDS,
  type GradientKind,
  REDUCTIONS,
  type Reduction,
  UPDATE_RULES,
  type UpdateRule,
} from "../steps/objective.js";

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

/** The options of a network, each of them. */
export type NetworkSettings = Required<KMeansNetworkOptions>;

/** 1 GB of centres, of which a training keeps several copies in a memory of 4 GB. */
const MOST_VALUES = 2 ** 28;

/** The options of a network with their defaults, once each is of its kind and within its interval. */
export function checkedNetworkOptions(options: KMeansNetworkOptions): NetworkSettings {
  const names = ["k", "features", "temperature", "reduction", "gradient", "update"];
  checkOptions("KMeansNetwork", options, names);
  const { k, features, temperature = 20 } = options;
  const { reduction = "mean", gradient = "soft", update = "gradient" } = options;
  checkNumbers("KMeansNetwork", {
    k: [k, "integer ≥ 1"],
    features: [features, "integer ≥ 1"],
    temperature: [temperature, "> 0"],
  });
  if (k * features > MOST_VALUES)
    throw refusal(
      new RangeError(`KMeansNetwork: expected k · features ≤ 2^28 values of centres, got ${k} · ${features}`),
    );
  checkChoices("KMeansNetwork", {
    reduction: [reduction, REDUCTIONS],
    gradient: [gradient, GRADIENT_KINDS],
    update: [update, UPDATE_RULES],
  });
  return { k, features, temperature, reduction, gradient, update };
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

/** Options of `KMeansNetwork.evaluate`. */
export interface EvaluateOptions extends PassOptions {
  /** Samples per pass through the backend, an integer ≥ 1. Default 512. */
  readonly batchSize?: number;
}

/** Options of `KMeansNetwork.toSafetensors`. */
export interface SaveOptions {
  /** `F32` keeps every bit; `F16` halves the file. Default F32. */
  readonly dtype?: "F32" | "F16";
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
