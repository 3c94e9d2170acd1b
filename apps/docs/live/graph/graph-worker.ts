import { GraphTransformer, influence } from "@elbowjs/graph-nn";
import { trainKHop } from "@elbowjs/graph-nn/experiments";
import { shownBackend } from "../shown-backend.js";
import type { GraphReport, GraphRequest } from "./graph-messages.js";
import { cellSize, featuresOf, shownGraph } from "./shown-graph.js";

const report = (message: GraphReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });
/** Small graphs are done sooner on WASM than a GPU has begun. */
const started = shownBackend({ prefer: ["wasm", "cpu"] }, fail).then((backend) =>
  report({ type: "ready", backend }),
);
/** Requests are served one after another. */
let queue: Promise<void> = started;

addEventListener("message", ({ data }: MessageEvent<GraphRequest>) => {
  queue = queue
    .then(() => (data.type === "look" ? look(data) : train(data)))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
});

async function look({ graph: name, vertex, layers, seed }: GraphRequest & { type: "look" }): Promise<void> {
  const graph = shownGraph(name);
  const network = await GraphTransformer.create({
    ...{ features: featuresOf(graph), width: 16, heads: 4, layers, seed },
  });
  try {
    const { edges, layers: traces } = await network.attention(graph);
    const { heads, weights } = traces[0]!;
    const looks = edges.flatMap(([from, to], e) => {
      if (from !== vertex) return [];
      const alpha = weights.subarray(e * heads, (e + 1) * heads);
      return [{ to, weight: alpha.reduce((a, b) => a + b, 0) / heads }];
    });
    const { layers: moves } = await influence(network, graph, vertex);
    report({ type: "seen", looks, moves });
  } finally {
    network.dispose();
  }
}

async function train({ side, seed }: GraphRequest & { type: "train" }): Promise<void> {
  for (let distance = 1; distance <= side; distance++)
    for (let layers = 1; layers <= side; layers++) {
      const { accuracy } = await trainKHop({
        ...{ distance, layers, seed, ...cellSize },
        onEpoch: ({ loss }) => report({ type: "epoch", distance, layers, loss }),
      });
      report({ type: "cell", distance, layers, accuracy });
    }
  report({ type: "done" });
}
