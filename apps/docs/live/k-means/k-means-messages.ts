import type { ShownBackend } from "../shown-backend.js";
import type { KMeansSettings } from "./k-means-settings.js";

/** What the page asks of the worker. */
export type KMeansRequest =
  /** With files of the visitor's own it is they that are learnt from, whatever the settings say of the data. */
  | { readonly type: "start"; readonly settings: KMeansSettings; readonly files: readonly File[] }
  /** Steps until paused or done, with a report every `interval` milliseconds. */
  | { readonly type: "run"; readonly interval: number }
  | { readonly type: "pause" }
  /** From the next step on with another learning rate; up to another number of epochs. */
  | { readonly type: "change"; readonly learningRate: number; readonly epochs: number }
  | { readonly type: "step" }
  /** Which centre is nearest to a 28×28 image with values in [0, 1]. */
  | { readonly type: "recognise"; readonly image: Float32Array };

/** What the worker tells the page. */
export type KMeansReport =
  | {
      readonly type: "download";
      readonly url: string;
      readonly received: number;
      readonly total: number | undefined;
    }
  | ({ readonly type: "ready" } & Start)
  | ({ readonly type: "progress" } & Progress)
  | ({ readonly type: "measured" } & Measurement)
  /** The run has as many steps from now on. */
  | { readonly type: "length"; readonly steps: number; readonly done: boolean }
  | { readonly type: "recognised"; readonly center: number; readonly distances: Float32Array }
  /** The training left all bounds; `centers` are those of `step`, from before. */
  | {
      readonly type: "diverged";
      readonly message: string;
      readonly step: number;
      readonly centers: Float32Array;
    }
  | { readonly type: "failed"; readonly message: string };

/** A training before its first step. */
export interface Start {
  readonly backend: ShownBackend;
  /** Where the data came from, in words. */
  readonly source: string;
  readonly centers: Float32Array;
  /** Whether the images have classes. */
  readonly labelled: boolean;
  /** Steps per epoch, and in all. */
  readonly stepsPerEpoch: number;
  readonly steps: number;
  /** A few test images, for the drawing pad to offer. */
  readonly samples: Uint8Array;
}

/** A training after some steps. */
export interface Progress {
  /** Steps taken so far. */
  readonly step: number;
  /** Losses of the steps since the last report. */
  readonly losses: readonly number[];
  readonly centers: Float32Array;
  readonly done: boolean;
}

/** How the centres fit the test images. */
export interface Measurement {
  readonly step: number;
  /** Mean square of the reconstruction error. */
  readonly loss: number;
  /** Counts of test images: row = class, column = centre; and how pure the centres are. None for images without classes. */
  readonly table: number[][] | undefined;
  readonly purity: number;
  readonly usedClusters: number;
  readonly collapsed: boolean;
}
