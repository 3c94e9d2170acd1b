import type { BackendInfo } from "@elbowjs/backend";

/** Where the model comes from: trained on MNIST before, or trained in this page on generated digits. */
export type ModelKind = "pretrained" | "here";

/** What the page asks of the worker. */
export type GaussianRequest =
  | { readonly type: "open"; readonly kind: ModelKind; readonly seed: number }
  /** Images of points z, n×10; `to` says which figure they are for. */
  | { readonly type: "decode"; readonly to: "digit"; readonly z: Float32Array }
  /** Images of random points, from the prior. */
  | { readonly type: "sample"; readonly count: number; readonly seed: number }
  /** The way from one drawn digit to another. */
  | {
      readonly type: "interpolate";
      readonly from: Float32Array;
      readonly to: Float32Array;
      readonly steps: number;
    }
  | { readonly type: "train"; readonly epochs: number; readonly seed: number }
  | { readonly type: "pause" };

/** Where one image lies, and its class. */
export type LatentPoint = Readonly<{ label: number; z: readonly number[] }>;

/** What the worker tells the page. */
export type GaussianReport =
  | {
      readonly type: "ready";
      readonly backend: BackendInfo;
      readonly points: readonly LatentPoint[];
      readonly samples: Uint8Array;
    }
  | { readonly type: "images"; readonly to: "digit" | "samples" | "between"; readonly images: Float32Array }
  | {
      readonly type: "progress";
      readonly step: number;
      readonly steps: number;
      readonly losses: readonly number[];
    }
  | { readonly type: "trained"; readonly points: readonly LatentPoint[] }
  | { readonly type: "failed"; readonly message: string };
