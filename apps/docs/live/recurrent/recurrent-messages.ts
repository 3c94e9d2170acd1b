import type { ShownBackend } from "../shown-backend.js";

/** What there is to see of an LSTM layer, each in (−1, 1), the gates in (0, 1). */
export type TracePart = "hidden" | "cell" | "input" | "forget" | "candidate" | "output";

/** What the page asks of the worker. */
export type RecurrentRequest =
  /** What happens in the network as it reads a text. */
  | { readonly type: "read"; readonly text: string }
  /** The same for a text and what the network writes behind it. */
  | { readonly type: "write"; readonly text: string; readonly temperature: number; readonly seed: number };

/** What happened in the network, letter by letter. */
export interface Reading {
  /** What was asked, and what was written behind it. */
  readonly text: string;
  readonly written: string;
  /** Every letter read, and every one the network knows, as a figure shows them. */
  readonly letters: readonly string[];
  readonly alphabet: readonly string[];
  readonly units: number;
  /** By layer, the lowest first: [letters, units] each. */
  readonly layers: readonly Readonly<Record<TracePart, Float32Array>>[];
  /** [letters, alphabet]. */
  readonly logits: Float32Array;
}

/** What the worker tells the page. */
export type RecurrentReport =
  | { readonly type: "ready"; readonly backend: ShownBackend }
  | { readonly type: "reading"; readonly reading: Reading }
  | { readonly type: "failed"; readonly message: string };
