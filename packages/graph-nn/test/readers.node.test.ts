import { MultiGraph as Graphology } from "graphology";
import karate from "graphology-generators/social/karate-club.js";
import { expect, it } from "vitest";
import {
  karateClub,
  readCora,
  readEdgeList,
  readGraphology,
  readJsonGraph,
  splitVertices,
} from "../src/index.js";

it("readEdgeList reads names, separators, comments and weights", () => {
  const { graph } = readEdgeList("# a comment\n10 2\n2,3,0.5\n\n3\t10\r\n");
  expect(graph.names).toEqual(["2", "3", "10"]);
  expect(graph.edges).toEqual([
    [2, 0],
    [0, 1],
    [1, 2],
  ]);
  expect(graph).toMatchObject({ vertices: 3, directed: false, features: Float32Array.of(1, 1, 1) });
  expect(readEdgeList("a b\nb a", { directed: true }).graph.edges).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(() => readEdgeList("a b\nb a")).toThrow("each edge of the graph once");
  expect(() => readEdgeList("a b\nc")).toThrow('expected two names on line 2, got "c"');
  expect(() => readEdgeList("# nothing")).toThrow("got an empty graph");
});

const node = (x: number, club: string | null) => ({ metadata: { x, club } });

it("readJsonGraph reads both versions of the JSON Graph Format", () => {
  const nodes = { a: node(0.5, "red"), b: node(1, null), c: node(2, "blue") };
  const edges = [
    { source: "a", target: "b" },
    { source: "c", target: "a" },
  ];
  const file = { graph: { directed: false, metadata: { label: 1 }, nodes, edges } };
  const [read] = readJsonGraph(JSON.stringify(file), { features: ["x"], label: "club" });
  expect(read).toEqual({
    graph: {
      vertices: 3,
      features: Float32Array.of(0.5, 1, 2),
      edges: [
        [0, 1],
        [2, 0],
      ],
      directed: false,
      label: 1,
      labels: Int32Array.of(1, -1, 0),
      names: ["a", "b", "c"],
    },
    classNames: ["blue", "red"],
  });
  const list = Object.entries(nodes).map(([id, own]) => ({ id, ...own }));
  const many = readJsonGraph({
    graphs: [
      { nodes: list, edges },
      { nodes: list, edges },
    ],
  });
  expect(many.map(({ graph }) => [graph.directed, graph.edges.length])).toEqual([
    [true, 2],
    [true, 2],
  ]);
  const wrong = (change: object) => () =>
    readJsonGraph({ graph: { ...file.graph, ...change } }, { features: ["x"] });
  expect(wrong({ edges: [{ source: "a", target: "z" }] })).toThrow('nodes that are there, got "z" at edge 0');
  expect(wrong({ nodes: { ...nodes, b: {} } })).toThrow(
    "expected x of vertex b to be a finite number, got undefined",
  );
  expect(wrong({ nodes: {}, edges: [] })).toThrow("got an empty graph");
  expect(() => readJsonGraph("{")).toThrow("expected JSON");
  expect(() => readJsonGraph({ nodes: [] })).toThrow("expected graph or graphs, got nodes");
  expect(() => readJsonGraph(7 as never)).toThrow("expected the file as an object, got 7");
});

it("readGraphology reads a graph of graphology, with and without direction", () => {
  const graph = new Graphology();
  for (const [name, age] of [
    ["x", 1],
    ["y", 2],
    ["z", 3],
  ] as const)
    graph.addNode(name, { age });
  graph.addDirectedEdge("x", "y");
  graph.addUndirectedEdge("y", "z");
  const read = readGraphology(graph, { features: ["age"] });
  expect(read.graph).toMatchObject({
    ...{ vertices: 3, directed: true, features: Float32Array.of(1, 2, 3), names: ["x", "y", "z"] },
    edges: [
      [0, 1],
      [1, 2],
      [2, 1],
    ],
  });
  expect(() => readGraphology({} as never)).toThrow("expected a graph of graphology, got an object");
});

it("karateClub is graphology-generators' karate club", () => {
  const made = (karate as never as (type: unknown) => Graphology)(Graphology);
  const { graph, classNames } = readGraphology(made, { label: "club" });
  expect(classNames).toEqual(["Mr. Hi", "Officer"]);
  const club = karateClub();
  const undirected = (edges: readonly (readonly [number, number])[]) =>
    [...new Set(edges.map(([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`))].sort();
  expect(undirected(club.edges as [number, number][])).toEqual(undirected(graph.edges as [number, number][]));
  expect(club.edges.length).toBe(78);
  expect([...Int32Array.from(club.labels!)]).toEqual([...(graph.labels as Int32Array)]);
  expect(karateClub({ known: [0, 33] }).labels).toMatchObject({ 0: 0, 1: -1, 33: 1 });
});

const content = "p1 1 0 1 0 A\np2 0 0 0 1 B\np3 1 1 1 1 A\np4 0 1 0 0 B\n";

it("readCora reads both files: words divided by their sum, citations both ways and once", () => {
  const { graph, classNames } = readCora(content, "p1 p2\np2 p1\np3 p1\np4 p4\n");
  expect(classNames).toEqual(["A", "B"]);
  expect(graph.edges).toEqual([
    [0, 1],
    [0, 2],
  ]);
  expect([...(graph.labels as Int32Array)]).toEqual([0, 1, 0, 1]);
  expect([...(graph.features as Float32Array)].slice(0, 8)).toEqual([0.5, 0, 0.5, 0, 0, 0, 0, 1]);
  expect(() => readCora(content, "p1 p9")).toThrow('papers that are there on line 1 of cites, got "p1 p9"');
  expect(() => readCora("p1 1 0 A\np2 1 B", "")).toThrow("expected 2 words as numbers on line 2 of content");
  expect(() => readCora("", "")).toThrow("got an empty graph");
});

it("splitVertices: so many of each class, and no vertex twice", () => {
  const { graph } = readCora(content, "");
  const split = splitVertices(graph, { perClass: 1, validation: 1, test: 1, seed: 3 });
  const known = [split.train, split.validation, split.test].map(({ labels }) =>
    Array.from(labels!, (label, v) => (label >= 0 ? v : -1)).filter((v) => v >= 0),
  );
  expect(known.map(({ length }) => length)).toEqual([2, 1, 1]);
  expect(new Set(known.flat()).size).toBe(4);
  expect(() => splitVertices(graph)).toThrow("expected 20 vertices of class");
});
