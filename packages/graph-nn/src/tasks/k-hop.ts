import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { stream } from "@elbowjs/training";
import type { Graph } from "../graph/graph.js";

/** Options of {@link kHopTask}. */
export interface KHopOptions {
  /** d: how far away the answer lies; an integer in [1, 100]. */
  readonly distance: number;
  /** Graphs; an integer in [1, 10000]. Default 100. */
  readonly count?: number;
  /** Vertices of each graph, more than d; an integer of at most 200. Default 24. */
  readonly vertices?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/**
 * A task that needs to see exactly d edges far. Each graph is a random directed tree with a fair bit at each vertex (features: bit and
 * its complement); a vertex attends to its parent, and its label is the bit of its ancestor at distance d. The bits are independent, so
 * that whoever sees less far can do no better than ½. Vertices with fewer ancestors have no label. For the task `node`.
 *
 * @throws RangeError if an option is outside its range.
 */
export function kHopTask(options: KHopOptions): Graph[] {
  const caller = "kHopTask";
  checkOptions(caller, options ?? null, ["distance", "count", "vertices", "seed"]);
  const { distance, count = 100, vertices = 24, seed = 0 } = options;
  checkNumbers(caller, {
    distance: [distance, "integer in [1, 100]"],
    count: [count, "integer in [1, 10000]"],
    seed: [seed, "integer ≥ 0"],
  });
  checkNumbers(caller, { vertices: [vertices, `integer in [${distance + 1}, 200]`] });
  return Array.from({ length: count }, (_, g) => {
    const random = stream(seed, "sample", "k-hop", distance, g);
    const bits = Uint8Array.from({ length: vertices }, () => Number(random.random() < 0.5));
    // The first d + 1 vertices are a path, so that every graph has a label; the others hang under one of the last few before them.
    const parent = Int32Array.from({ length: vertices }, (_, v) =>
      v <= distance ? v - 1 : v - 1 - Math.floor(random.random() * Math.min(v, 3)),
    );
    const features = new Float32Array(2 * vertices);
    for (const [v, bit] of bits.entries()) features[2 * v + bit] = 1;
    const labels = Int32Array.from({ length: vertices }, (_, v) => {
      let at = v;
      for (let hop = 0; hop < distance && at >= 0; hop++) at = parent[at]!;
      return at < 0 ? -1 : bits[at]!;
    });
    const edges = Array.from(parent, (p, v) => [v, p] as const).filter(([, p]) => p >= 0);
    return { vertices, features, edges, directed: true, labels };
  });
}
