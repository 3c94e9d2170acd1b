import { useBackend } from "@elbowjs/backend";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { expect, it } from "vitest";
import { GraphAttentionNetwork, GraphTransformer, hopDistances, influence } from "../src/index.js";
import { randomGraph } from "./random-graph.js";

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (backend) => {
  const count = backend === "webgpu" ? 3 : backend === "cpu" ? 20 : 200;
  it(`after L layers a vertex further than L edges away changes by exactly 0, on ${count} random graphs`, async () => {
    const layers = 3;
    using transformer = await GraphTransformer.create({ features: 3, width: 8, heads: 2, layers });
    using gat = await GraphAttentionNetwork.create({ features: 3, heads: 2, width: 4, layers });
    const reached = { inside: 0, moved: 0, outside: 0 };
    for (let g = 0; g < count; g++) {
      // Sparse, so that many vertices lie far away; every third with a direction.
      const vertices = 8 + (g % 13);
      const graph = { ...randomGraph(1000 + 7 * g, vertices, vertices, 3), directed: g % 3 === 0 };
      const network = g % 2 === 0 ? transformer : gat;
      const measured = await influence(network, graph, g % vertices);
      for (const [layer, moves] of measured.layers.entries())
        for (const [v, move] of moves.entries()) {
          if (measured.distances[v]! > layer) {
            expect(move).toBe(0);
            reached.outside++;
          } else {
            reached.inside++;
            reached.moved += Number(move > 0);
          }
        }
    }
    // The control: inside, changes do arrive, but for a few that float32 rounds away.
    expect(reached.moved).toBeGreaterThan(0.9 * reached.inside);
    expect(reached.outside).toBeGreaterThan(10 * count);
  });
});

it("influence goes against the direction of attention, and by distance as by vertex", async () => {
  const graph = {
    ...randomGraph(1, 4, 4, 3),
    directed: true,
    edges: [
      [0, 1],
      [1, 2],
      [2, 3],
    ] as const,
  };
  using net = await GraphTransformer.create({ features: 3, width: 8, heads: 2, layers: 2 });
  const fromEnd = await influence(net, graph, 3);
  expect([...fromEnd.distances]).toEqual([3, 2, 1, 0]);
  expect(fromEnd.byDistance.map((means) => means.map((mean) => mean > 0))).toEqual([
    [true, false, false, false],
    [true, true, false, false],
    [true, true, true, false],
  ]);
  const fromStart = await influence(net, graph, 0);
  expect([...fromStart.distances]).toEqual([0, Infinity, Infinity, Infinity]);
  await expect(influence(net, graph, 4)).rejects.toThrow("expected vertex to be an integer in [0, 3], got 4");
  await expect(influence(net, graph, 0, { change: 0 })).rejects.toThrow("expected change other than 0");
  await expect(influence({} as never, graph, 0)).rejects.toThrow("expected network.embed to be a function");
});

it("hopDistances counts edges along attention, both ways where they have no direction", () => {
  const edges = [
    [0, 1],
    [1, 2],
    [3, 2],
  ] as const;
  expect([...hopDistances({ vertices: 5, edges }, 0)]).toEqual([0, 1, 2, 3, Infinity]);
  expect([...hopDistances({ vertices: 5, edges, directed: true }, 0)]).toEqual([0, 1, 2, Infinity, Infinity]);
  expect(() => hopDistances({ vertices: 5, edges }, 5)).toThrow("integer in [0, 4], got 5");
});
