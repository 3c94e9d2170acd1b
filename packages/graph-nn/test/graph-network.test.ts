import { useBackend } from "@elbowjs/backend";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  disturbanceTask,
  type Graph,
  GraphAttentionNetwork,
  GraphTransformer,
  karateClub,
  kHopTask,
} from "../src/index.js";
import { randomGraph } from "./random-graph.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

const graphs = [0, 1, 2, 3].map((g) => ({ ...randomGraph(10 * g, 4 + 3 * g, 8 + 2 * g, 3), label: g % 2 }));
const networks = [
  ["GraphTransformer", () => GraphTransformer.create({ features: 3, width: 8, heads: 2 })],
  [
    "GraphTransformer, attention read-out",
    () => GraphTransformer.create({ features: 3, width: 8, heads: 2, readout: "attention" }),
  ],
  ["GraphAttentionNetwork", () => GraphAttentionNetwork.create({ features: 3, heads: 2 })],
  [
    "GraphAttentionNetwork, version 2",
    () => GraphAttentionNetwork.create({ features: 3, heads: 2, version: 2 }),
  ],
] as const;

describe.each(networks)("%s", (_, make) => {
  it("says of a batch of graphs of different sizes what it says of each alone", async () => {
    using net = await make();
    const together = await net.predict(graphs);
    for (const [g, graph] of graphs.entries()) {
      const [alone] = await net.predict([graph]);
      expectClose(together[g]!.probabilities, alone!.probabilities, { rtol: 1e-6, atol: 1e-7 });
    }
    const vertices = await net.predict(graphs, { task: "node" });
    expect(vertices.map(({ classes }) => classes.length)).toEqual([4, 7, 10, 13]);
  });

  it("does not depend on how vertices are numbered", async () => {
    using net = await make();
    const graph = graphs[3]!;
    const turned = renumbered(graph, (v) => (v * 5 + 3) % graph.vertices);
    const [a, b] = await net.predict([graph, turned]);
    expectClose(a!.probabilities, b!.probabilities, { rtol: 1e-5 });
  });

  it("attention sums to 1 at each vertex with an edge, for each head", async () => {
    using net = await make();
    const { edges, layers } = await net.attention(graphs[2]!);
    for (const { heads, weights } of layers)
      for (let h = 0; h < heads; h++) {
        const sums = new Map<number, number>();
        for (const [e, [from]] of edges.entries())
          sums.set(from, (sums.get(from) ?? 0) + weights[e * heads + h]!);
        for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 5);
      }
  });

  it("comes back from its file, with the same bits", async () => {
    using net = await make();
    const bytes = await net.toSafetensors();
    const kind = net instanceof GraphTransformer ? GraphTransformer : GraphAttentionNetwork;
    using copy = await kind.fromSafetensors(bytes);
    expect(await copy.toSafetensors()).toEqual(bytes);
    expect(await copy.predict(graphs)).toEqual(await net.predict(graphs));
  });

  it("trains to the same bits from the same seed, also after a break, and leaves no tensor", async () => {
    using net = await make();
    using broken = await make();
    let checkpoint: Uint8Array | undefined;
    const before = memory().numTensors;
    await net.fit(graphs, { epochs: 4, batchSize: 2 });
    expect(memory().numTensors).toBe(before);
    await broken.fit(graphs, {
      epochs: 2,
      batchSize: 2,
      onEpoch: async (_, save) => {
        checkpoint = await save();
      },
    });
    await broken.fit(graphs, { epochs: 4, batchSize: 2, resume: checkpoint! });
    expect(await broken.toSafetensors()).toEqual(await net.toSafetensors());
  });
});

function renumbered(graph: Graph, number: (v: number) => number): Graph {
  const width = 3;
  const features = new Float32Array(graph.vertices * width);
  for (let v = 0; v < graph.vertices; v++)
    features.set((graph.features as Float32Array).subarray(v * width, (v + 1) * width), number(v) * width);
  const edges = (graph.edges as [number, number][]).map(([a, b]) => [number(a), number(b)] as const);
  return { ...graph, features, edges };
}

it("dropout is in training only, and from the seed", async () => {
  using net = await GraphTransformer.create({ features: 3, width: 8, heads: 2, dropout: 0.5 });
  using same = await GraphTransformer.create({ features: 3, width: 8, heads: 2, dropout: 0.5 });
  expect(await net.evaluate(graphs)).toEqual(await net.evaluate(graphs));
  await net.fit(graphs, { epochs: 2 });
  await same.fit(graphs, { epochs: 2 });
  expect(await same.toSafetensors()).toEqual(await net.toSafetensors());
});

it("loops are a choice: none in the transformer, one at each vertex in the attention network", async () => {
  const graph: Graph = { vertices: 3, features: hashed(1, 9), edges: [[0, 1]] };
  using plain = await GraphTransformer.create({ features: 3, width: 8, heads: 2 });
  expect((await plain.attention(graph)).edges).toEqual([
    [0, 1],
    [1, 0],
  ]);
  using gat = await GraphAttentionNetwork.create({ features: 3 });
  expect((await gat.attention(graph)).edges).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
    [2, 2],
  ]);
  const own = {
    ...graph,
    edges: [
      [0, 1],
      [2, 2],
    ] as const,
    directed: true,
  };
  expect((await plain.attention(own)).edges).toEqual([
    [0, 1],
    [2, 2],
  ]);
  expect((await gat.attention(own)).edges).toEqual([
    [0, 0],
    [0, 1],
    [1, 1],
    [2, 2],
  ]);
});

it("a vertex without neighbours, and a graph without edges, have finite answers", async () => {
  const alone: Graph = { vertices: 3, features: hashed(1, 9), edges: [], label: 1 };
  for (const [, make] of networks) {
    using net = await make();
    const { probabilities } = (await net.predict([alone]))[0]!;
    expect(probabilities[0]).toSatisfy(Number.isFinite);
    await net.fit([alone], { epochs: 2 });
    expect((await net.evaluate([alone])).loss).toSatisfy(Number.isFinite);
  }
});

it("the read-out 'linear' is the exam's f = σ(Σ w_vᵀ x_v + b), for graphs of one size", async () => {
  using net = await GraphTransformer.create({
    ...{ features: 3, width: 8, heads: 2, readout: "linear", vertices: 4 },
  });
  const x = (await net.embed(graphs[0]!)).at(-1)!;
  const [w, b] = ["readout.head.weight", "readout.head.bias"].map((name) => net.weights().get(name)!);
  const weight = await w!.variable.data();
  const z = x.reduce((sum, value, i) => sum + value * weight[i]!, (await b!.variable.data())[0]!);
  const { probabilities } = (await net.predict([graphs[0]!]))[0]!;
  expect(probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-z)), 5);
  await expect(net.predict(graphs)).rejects.toThrow(
    "expected 4 vertices for the read-out 'linear', got 7 in graph 1",
  );
  await expect(net.predict([graphs[0]!], { task: "node" })).rejects.toThrow("expected the task 'graph'");
});

describe("each bad input has its own error", () => {
  const graph: Graph = { vertices: 3, features: hashed(1, 9), edges: [[0, 1]], label: 1, labels: [0, 1, -1] };
  it.each<[string, object, string]>([
    [
      "an edge to a vertex that is not there",
      { edges: [[0, 3]] },
      "between vertices 0 to 2, got [0, 3] at edge 0",
    ],
    ["features that do not match", { features: hashed(1, 6) }, "of shape [3, 3], got 6 numbers"],
    ["too few vectors", { features: [[1, 2, 3]] }, "of shape [3, 3], got 1 vectors"],
    [
      "a vector of another width",
      {
        features: [
          [1, 2, 3],
          [1, 2],
          [1, 2, 3],
        ],
      },
      "got an array of 2 at vertex 1",
    ],
    [
      "features that are not finite",
      { features: new Float32Array(9).fill(Number.NaN) },
      "to be finite, got NaN",
    ],
    ["an empty graph", { vertices: 0 }, "to have a vertex, got an empty graph"],
    [
      "a duplicate edge",
      {
        edges: [
          [0, 1],
          [1, 0],
        ],
      },
      "each edge of graph 0 once, got [1, 0] at edges 0 and 1; an undirected",
    ],
    [
      "a label that is missing",
      { label: undefined },
      "expected a label of graph 0 for the task 'graph', got none",
    ],
    [
      "a label that is too large",
      { label: 2 },
      "expected label of graph 0 to be an integer in [0, 1], got 2",
    ],
  ])("%s", async (_, change, words) => {
    using net = await GraphTransformer.create({ features: 3, width: 8, heads: 2 });
    const before = memory().numTensors;
    await expect(net.fit([{ ...graph, ...change } as Graph])).rejects.toThrow(words);
    await expect(net.fit([{ ...graph, ...change } as Graph])).rejects.toThrow(
      "GraphTransformer.fit: expected",
    );
    expect(memory().numTensors).toBe(before);
  });

  it.each<[string, object, string]>([
    [
      "labels that are missing",
      { labels: undefined },
      "expected labels of the vertices of graph 0 for the task 'node', got none",
    ],
    [
      "labels of another length",
      { labels: [0, 1] },
      "expected labels of graph 0 for 3 vertices, got an array of 2",
    ],
    [
      "no label that is known",
      { labels: [-1, -1, -1] },
      "expected a vertex of known class in graph 0, got -1 at all",
    ],
    [
      "a label that there is not",
      { labels: [0, 1, 2] },
      "expected labels[2] of graph 0 to be an integer in [-1, 1], got 2",
    ],
  ])("%s", async (_, change, words) => {
    using net = await GraphTransformer.create({ features: 3, width: 8, heads: 2 });
    await expect(net.fit([{ ...graph, ...change } as Graph], { task: "node" })).rejects.toThrow(words);
  });

  it("no graphs, no list, another loss, options that do not exist", async () => {
    using net = await GraphTransformer.create({ features: 3, width: 8, heads: 2 });
    await expect(net.fit([])).rejects.toThrow("expected at least one graph, got an empty list");
    await expect(net.predict(graph as never)).rejects.toThrow("expected a list of graphs, got an object");
    await expect(net.evaluate([graph], { loss: "categorical" })).rejects.toThrow(
      "expected the loss 'binary' for outputs: 1",
    );
    await expect(net.fit([graph], { epoch: 3 } as never)).rejects.toThrow("did you mean epochs?");
    await expect(net.fit([graph], { task: "edge" as never })).rejects.toThrow(
      "'graph', 'node', got \"edge\"",
    );
    await expect(GraphTransformer.create({ features: 3, width: 9, heads: 2 })).rejects.toThrow(
      "a multiple of heads 2, got 9",
    );
    await expect(GraphTransformer.create(undefined as never)).rejects.toThrow(
      "expected an object of options",
    );
    expect(() => new (GraphTransformer as never as new () => object)()).toThrow(
      "expected to be made by GraphTransformer.create",
    );
    const aborted = { signal: AbortSignal.abort(new Error("enough")) };
    await expect(net.predict([graph], aborted)).rejects.toThrow("enough");
    await expect(net.evaluate([{ ...graph, label: 0 }], aborted)).rejects.toThrow("enough");
    net.dispose();
    await expect(net.predict([graph])).rejects.toThrow("expected a model in use");
  });
});

it("several classes: the softmax of each vertex sums to 1, and the loss falls", async () => {
  const club = karateClub();
  using net = await GraphAttentionNetwork.create({ features: 34, outputs: 3, heads: 2 });
  const { epochs } = await net.fit([club], { task: "node", epochs: 8, validation: [club], patience: 8 });
  expect(epochs.at(-1)!.loss).toBeLessThan(epochs[0]!.loss);
  const { probabilities } = (await net.predict([club], { task: "node" }))[0]!;
  for (let v = 0; v < 34; v++)
    expect(probabilities.subarray(3 * v, 3 * v + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
});

it("the generators of the tasks answer what they promise, and the same for the same seed", () => {
  for (const graph of kHopTask({ distance: 3, count: 20 })) {
    const parent = new Map(graph.edges as [number, number][]);
    const bit = (v: number): number => (graph.features as Float32Array)[2 * v + 1]!;
    for (let v = 0; v < graph.vertices; v++) {
      const [one, two] = [parent.get(v), parent.get(parent.get(v) ?? -1)];
      const three = two === undefined ? undefined : parent.get(two);
      expect(one === undefined || one < v).toBe(true);
      expect(graph.labels![v]).toBe(three === undefined ? -1 : bit(three));
    }
  }
  expect(kHopTask({ distance: 2, seed: 5 })).toEqual(kHopTask({ distance: 2, seed: 5 }));
  expect(kHopTask({ distance: 2, seed: 5 })).not.toEqual(kHopTask({ distance: 2, seed: 6 }));
  for (const { features, edges, label, vertices } of disturbanceTask({ count: 20, noise: 0 })) {
    const raised = new Set(
      [...(features as Float32Array).keys()].filter((v) => (features as Float32Array)[v]! > 0.5),
    );
    expect([vertices, raised.size]).toEqual([30, 4]);
    const between = (edges as [number, number][]).filter(([a, b]) => raised.has(a) && raised.has(b)).length;
    if (label === 1) expect(between).toBeGreaterThanOrEqual(3);
    else expect(between).toBe(0);
  }
});
