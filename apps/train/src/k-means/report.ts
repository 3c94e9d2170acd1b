import type { BackendInfo } from "@elbowjs/backend";
import type { EpochReport } from "@elbowjs/kmeans-nn";
import type { KMeansSettings } from "../command-line.js";

/** What a run found: the contents of `report.json`. */
export interface Report {
  readonly dataset: string;
  /** Where the data came from: a folder, the cache, a mirror, or drawn by code. */
  readonly source: string;
  readonly backend: BackendInfo;
  readonly settings: KMeansSettings;
  /** True where the run was stopped before its last epoch: everything else describes the centres at that moment. */
  readonly interrupted: boolean;
  /** Images in the training and the test set. */
  readonly images: { readonly train: number; readonly test: number };
  readonly history: {
    /** Mean square of the error over batch and pixels, of every step. */
    readonly steps: readonly number[];
    readonly epochs: readonly (EpochReport & { readonly testLoss: number })[];
  };
  readonly test: { readonly loss: number };
  /** Training images by digit (row) and nearest centre (column). */
  readonly table: readonly (readonly number[])[];
  readonly metrics: Metrics;
  /** Seconds. */
  readonly timings: { readonly open: number; readonly train: number; readonly evaluate: number };
}

/** How well the centres match the digits. */
export interface Metrics {
  /** Share of images whose centre has their digit as its most frequent one. */
  readonly purity: number;
  /** Normalised mutual information of digits and centres. */
  readonly nmi: number;
  /** Adjusted Rand index. */
  readonly ari: number;
  /** Share of images that agree under the best one-to-one naming of centres by digits. */
  readonly bestMatch: number;
  readonly usedClusters: number;
  /** Entropy of the centres' shares, nats; ln k at equal shares. */
  readonly assignmentEntropy: number;
  readonly collapsed: boolean;
}
