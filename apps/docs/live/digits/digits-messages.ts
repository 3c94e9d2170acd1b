import type { ShownBackend } from "../shown-backend.js";

/** What the classifier of MNIST reads in an image: a probability for each digit. */
export type Reading = readonly number[];

/** What the page asks of the worker. */
export type DigitsRequest =
  /** The image of one point z. */
  | { readonly type: "decode"; readonly z: Float32Array }
  /** Relatives of a drawing: images decoded near its own z that are read as the same digit. */
  | { readonly type: "siblings"; readonly image: Float32Array; readonly seed: number }
  /** Draws of the sampler that are read as one digit. */
  | { readonly type: "draw"; readonly digit: number; readonly seed: number };

/** What the worker tells the page. */
export type DigitsReport =
  | { readonly type: "ready"; readonly backend: ShownBackend }
  | { readonly type: "decoded"; readonly image: Float32Array; readonly reading: Reading }
  | ({ readonly type: "found" } & Found)
  | { readonly type: "failed"; readonly message: string };

/** Images that are read as one digit, and how many were decoded to find them. */
export interface Found {
  readonly digit: number;
  readonly images: Float32Array;
  readonly decoded: number;
  /** What is read in the drawing that they are relatives of; none for draws of the sampler. */
  readonly drawing: Reading | undefined;
}
