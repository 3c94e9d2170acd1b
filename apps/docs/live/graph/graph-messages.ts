import type { ShownBackend } from "../shown-backend.js";

/** What the page asks of the worker. */
export type GraphRequest =
  /** Where the network looks in a graph, and how far a change at a vertex goes. */
  | {
      readonly type: "look";
      readonly graph: GraphName;
      readonly vertex: number;
      readonly layers: number;
      readonly seed: number;
    }
  /** The staircase, cell by cell. */
  | { readonly type: "train"; readonly side: number; readonly seed: number };

/** The graphs that there are to look at. */
export type GraphName = "karate" | "sensors" | "ring";

/** What the worker tells the page. */
export type GraphReport =
  | { readonly type: "ready"; readonly backend: ShownBackend }
  | {
      readonly type: "seen";
      /** Mean α over the heads of the first layer, of each edge from the vertex. */
      readonly looks: readonly { readonly to: number; readonly weight: number }[];
      /** By layer and vertex: how far it moves when the vertex's features change. */
      readonly moves: readonly Float64Array[];
    }
  | { readonly type: "epoch"; readonly distance: number; readonly layers: number; readonly loss: number }
  | { readonly type: "cell"; readonly distance: number; readonly layers: number; readonly accuracy: number }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly message: string };
