import type { ShownBackend } from "../shown-backend.js";

/** A code of two numbers. */
export type Place = readonly [x: number, y: number];

/** Which of the two ends of a path. */
export type End = "from" | "to";

/** What the page asks of the worker. */
export type AutoencoderRequest =
  /** Fetches the trained network. */
  | { readonly type: "open" }
  /** The image of one code. */
  | { readonly type: "decode"; readonly z: Place }
  /** The code of an image, of 784 values in [0, 1]. */
  | { readonly type: "encode"; readonly end: End; readonly image: Float32Array }
  /** Images along the straight line between two codes. */
  | { readonly type: "path"; readonly from: Place; readonly to: Place; readonly steps: number };

/** What the worker tells the page. */
export type AutoencoderReport =
  | {
      readonly type: "ready";
      readonly backend: ShownBackend;
      /** A few digits, for the drawing pads to offer. */
      readonly offered: Uint8Array;
    }
  | { readonly type: "digit"; readonly image: Float32Array }
  | { readonly type: "encoded"; readonly end: End; readonly z: Place }
  | { readonly type: "path"; readonly images: Float32Array }
  | { readonly type: "failed"; readonly message: string };
