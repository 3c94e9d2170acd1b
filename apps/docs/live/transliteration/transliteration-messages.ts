import type { SearchTree } from "@elbowjs/decoding";
import type { ShownBackend } from "../shown-backend.js";

/** What the page asks of the worker. */
export interface TransliterationRequest {
  readonly type: "write";
  readonly word: string;
  readonly beams: number;
  readonly expand: number;
}

/** A word in Arabic letters, and how it came to be. */
export interface Written {
  readonly word: string;
  /** The texts of the beams with Σ ln p, the best first. */
  readonly texts: readonly { readonly text: string; readonly score: number }[];
  readonly tree: SearchTree;
  /** What each token is called. */
  readonly names: readonly string[];
  /** Of the best text by block and head: [letters and the end, letters of the word], each row sums to 1. */
  readonly attention: readonly (readonly Float32Array[])[];
}

/** What the worker tells the page. */
export type TransliterationReport =
  | {
      readonly type: "ready";
      readonly backend: ShownBackend;
      readonly blocks: number;
      readonly heads: number;
    }
  | { readonly type: "written"; readonly written: Written }
  | { readonly type: "failed"; readonly message: string };
