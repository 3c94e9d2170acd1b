import type { ShownBackend } from "../shown-backend.js";

/** A moment of the way from noise to an image. */
export interface Moment {
  /** The level, from 200 down to 0. */
  readonly level: number;
  /** z, which is noise in the beginning, and the guess x̂ that the network makes of it; images in [0, 1]. */
  readonly z: Float32Array;
  readonly guess: Float32Array;
}

/** What the page asks of the worker. */
export type DiffusionRequest =
  | {
      readonly type: "draw";
      /** A digit, or −1 for whatever comes. */
      readonly label: number;
      readonly seed: number;
      readonly steps: number;
      readonly guidance: number;
    }
  /** The upper half of a drawing, to be completed in several ways. */
  | { readonly type: "complete"; readonly image: Float32Array; readonly seed: number };

/** What the worker tells the page. */
export type DiffusionReport =
  | { readonly type: "ready"; readonly backend: ShownBackend }
  | { readonly type: "drawn"; readonly moments: readonly Moment[] }
  | { readonly type: "completed"; readonly images: Float32Array }
  | { readonly type: "failed"; readonly message: string };
