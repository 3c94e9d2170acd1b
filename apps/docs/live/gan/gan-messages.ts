import type { ShownBackend } from "../shown-backend.js";

/** What the page asks of the worker. */
export type GanRequest =
  /** Digits of the points z of a seed. */
  | { readonly type: "sample"; readonly count: number; readonly seed: number }
  /** The way from the point of one seed to that of another. */
  | { readonly type: "between"; readonly count: number; readonly seeds: readonly [number, number] };

/** What the worker tells the page. */
export type GanReport =
  | { readonly type: "ready"; readonly backend: ShownBackend }
  | {
      readonly type: "made";
      readonly to: "sample" | "between";
      readonly images: Float32Array;
      /** How probably each is a real one, as the discriminator has it. */
      readonly real: readonly number[];
    }
  | { readonly type: "failed"; readonly message: string };
