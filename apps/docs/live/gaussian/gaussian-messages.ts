import type { DataName } from "../k-means/k-means-settings.js";
import type { ShownBackend } from "../shown-backend.js";

/** Where the model comes from: trained on MNIST before, or trained in this page. */
export type ModelKind = "pretrained" | "here";

/** What a training depends on: the same settings on the same backend give the same weights. */
export interface GaussianSettings {
  readonly model: ModelKind;
  /** The images to train on. */
  readonly data: DataName;
  readonly epochs: number;
  readonly seed: number;
}

/** What the page asks of the worker. */
export type GaussianRequest =
  /** With files of the visitor's own it is they that are learnt from. */
  | { readonly type: "open"; readonly settings: GaussianSettings; readonly files: readonly File[] }
  /** Trains until paused or done, with pictures every `every` steps. */
  | { readonly type: "run"; readonly every: number }
  | { readonly type: "pause" }
  | { readonly type: "step" }
  /** The image of one point z. */
  | { readonly type: "decode"; readonly z: Float32Array }
  /** Images of random points, from the prior. */
  | { readonly type: "sample"; readonly count: number; readonly seed: number }
  /** The way from one drawn digit to another. */
  | {
      readonly type: "interpolate";
      readonly from: Float32Array;
      readonly to: Float32Array;
      readonly steps: number;
    };

/** Where one image lies, and its class. */
export type LatentPoint = Readonly<{ label: number; z: readonly number[] }>;

/** What a model draws after some steps: ten test images again, and ten random points that stay the same. */
export interface Pictures {
  readonly step: number;
  readonly originals: Float32Array;
  readonly reconstructions: Float32Array;
  readonly samples: Float32Array;
}

/** How far a training has come. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
  /** Losses of the steps since the last report. */
  readonly losses: readonly number[];
}

/** What the worker tells the page. */
export type GaussianReport =
  | {
      readonly type: "download";
      readonly url: string;
      readonly received: number;
      readonly total: number | undefined;
    }
  | {
      readonly type: "ready";
      readonly backend: ShownBackend;
      /** Where the images came from, in words. */
      readonly source: string;
      /** A few test images, for the drawing pads to offer. */
      readonly offered: Uint8Array;
    }
  | { readonly type: "images"; readonly to: "digit" | "random" | "between"; readonly images: Float32Array }
  | ({ readonly type: "progress" } & Progress)
  | ({ readonly type: "pictures" } & Pictures)
  /** Where the test images lie now: after opening, a pause, and the last step. */
  | { readonly type: "latents"; readonly points: readonly LatentPoint[] }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly message: string };
