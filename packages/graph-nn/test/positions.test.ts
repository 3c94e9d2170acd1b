import { expectClose } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import { cyclesTask, type Graph, parityTask, withPositions } from "../src/index.js";
import { randomGraph } from "./random-graph.js";

const ring = (n: number, first = 0): [number, number][] =>
  Array.from({ length: n }, (_, v) => [first + v, first + ((v + 1) % n)]);
const one = { vertices: 6, features: new Float32Array(6).fill(1) };
const hexagon: Graph = { ...one, edges: ring(6) };
const triangles: Graph = { ...one, edges: [...ring(3), ...ring(3, 3)] };

it("withPositions, random walk: how often a walker is back, by hand on a triangle and a hexagon", () => {
  // On a triangle back after 2 steps with ½, after 3 with ¼ (two ways round of (½)³); on a hexagon ½, and never after 3.
  const back = (graph: Graph) => withPositions(graph, { kind: "random-walk", count: 4 }).features;
  expectClose((back(triangles) as Float32Array).slice(0, 5), [1, 0, 0.5, 0.25, 0.375]);
  expectClose((back(hexagon) as Float32Array).slice(0, 5), [1, 0, 0.5, 0, 0.375]);
});

it("withPositions, Laplacian: orthonormal vectors with L u = λ u, smallest first", () => {
  const graph = randomGraph(3, 12, 20, 1);
  const n = graph.vertices;
  const features = withPositions(graph, { kind: "laplacian", count: n }).features as Float32Array;
  const u = (v: number, k: number): number => features[v * (n + 1) + 1 + k]!;
  const near = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (const [a, b] of graph.edges as [number, number][]) near[a]![b] = near[b]![a] = 1;
  const degree = near.map((row) => row.reduce((x, y) => x + y, 0));
  const laplacian = (v: number, w: number): number =>
    Number(v === w && degree[v]! > 0) -
    (near[v]![w]! === 0 ? 0 : near[v]![w]! / Math.sqrt(degree[v]! * degree[w]!));
  let last = -1e-6;
  for (let k = 0; k < n; k++) {
    const image = Array.from({ length: n }, (_, v) =>
      Array.from({ length: n }, (_, w) => laplacian(v, w) * u(w, k)).reduce((x, y) => x + y, 0),
    );
    const lambda = image.reduce((sum, value, v) => sum + value * u(v, k), 0);
    expect(lambda).toBeGreaterThanOrEqual(last - 1e-6);
    last = lambda;
    expectClose(
      image,
      image.map((_, v) => lambda * u(v, k)),
      { atol: 2e-6 },
    );
    for (let j = 0; j < n; j++) {
      const product = Array.from({ length: n }, (_, v) => u(v, j) * u(v, k)).reduce((x, y) => x + y, 0);
      expect(product).toBeCloseTo(Number(j === k), 5);
    }
  }
});

it("withPositions refuses what it cannot place", () => {
  expect(() => withPositions(hexagon, { kind: "laplacian", count: 7 })).toThrow("integer in [1, 6], got 7");
  expect(() => withPositions(hexagon, { kind: "walk" as never })).toThrow("'random-walk', 'laplacian'");
  expect(() => withPositions({ ...hexagon, edges: [[0, 6]] }, { kind: "random-walk" })).toThrow(
    "between vertices 0 to 5",
  );
  expect(() => withPositions(hexagon, undefined as never)).toThrow("expected options to be an object");
});

it("cyclesTask and parityTask: labels are what the graphs are", () => {
  for (const { edges, label } of cyclesTask({ count: 20 })) {
    const near = new Map<number, number[]>();
    for (const [a, b] of edges as [number, number][])
      for (const [x, y] of [
        [a, b],
        [b, a],
      ] as const)
        near.set(x, [...(near.get(x) ?? []), y]);
    const triangle = near.get(0)!.some((v) => near.get(v)!.some((w) => w !== 0 && near.get(w)!.includes(0)));
    expect(Number(triangle)).toBe(label);
  }
  const marks = ({ features }: Graph): number =>
    (features as Float32Array).filter((_, i) => i % 2 === 1).reduce((a, b) => a + b, 0);
  for (const isPaired of [true, false]) {
    const graphs = parityTask({ count: 100, isPaired });
    for (const graph of graphs) {
      expect(marks(graph) % 2).toBe(graph.label);
      expect(graph.vertices).toBeLessThanOrEqual(12);
    }
    if (isPaired) for (let g = 0; g < 100; g += 2) expect(marks(graphs[g + 1]!)).toBe(2 * marks(graphs[g]!));
  }
});
