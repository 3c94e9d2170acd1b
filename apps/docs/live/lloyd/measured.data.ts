import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One measured run: how far the centres of mini-batch k-means end from Lloyd's, in σ² of a point. */
export interface MeasuredPoint {
  readonly set: string;
  readonly b: number;
  readonly eta: number;
  readonly bias2: number;
  readonly variance: number;
  readonly error: number;
}

interface Results {
  readonly sets: readonly {
    readonly name: string;
    readonly cells: readonly (Omit<MeasuredPoint, "set"> & {
      readonly from: string;
      readonly rule: string;
      readonly epochs: number;
    })[];
  }[];
}

const file = fileURLToPath(new URL("../../../../bench/lloyd-analysis/results/results.json", import.meta.url));

export declare const data: readonly MeasuredPoint[];

export default {
  watch: ["../../../../bench/lloyd-analysis/results/results.json"],
  /** The idealised steps begun at Lloyd's fixed point, which are what the model describes; nothing if none were measured. */
  load(): readonly MeasuredPoint[] {
    if (!existsSync(file)) return [];
    const { sets } = JSON.parse(readFileSync(file, "utf8")) as Results;
    return sets.flatMap(({ name, cells }) =>
      cells
        .filter(
          ({ from, rule, epochs, error }) =>
            from === "lloyd" && rule === "idealised" && epochs === 1 && error > 0,
        )
        .map(({ b, eta, bias2, variance, error }) => ({ set: name, b, eta, bias2, variance, error })),
    );
  },
};
