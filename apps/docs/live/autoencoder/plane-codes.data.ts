import { readFileSync } from "node:fs";

/** Where the trained network puts images, and their digits. */
export interface PlaneCodes {
  readonly points: readonly { readonly label: number; readonly x: number; readonly y: number }[];
  /** What holds all of them, with a margin: [least, greatest]. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

export declare const data: PlaneCodes;

const file = new URL("../../../../packages/deep-autoencoder/weights/mnist-2-codes.json", import.meta.url);

/** Least and greatest, and a twentieth of their distance beyond. */
function extent(values: readonly number[]): readonly [number, number] {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const margin = (greatest - least) / 20;
  return [least - margin, greatest + margin];
}

export default {
  watch: ["../../../../packages/deep-autoencoder/weights/mnist-2-codes.json"],
  load(): PlaneCodes {
    const { labels, codes } = JSON.parse(readFileSync(file, "utf8")) as {
      labels: number[];
      codes: [number, number][];
    };
    const points = codes.map(([x, y], i) => ({ label: labels[i]!, x, y }));
    return { points, x: extent(points.map(({ x }) => x)), y: extent(points.map(({ y }) => y)) };
  },
};
