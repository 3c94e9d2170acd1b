import { useBackend } from "@elbowjs/backend";
import { attention as fused } from "@elbowjs/backend/fused";
import { attention } from "@elbowjs/layers";
import { expectGradient } from "@elbowjs/test-kit/central-differences";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import {
  grad,
  grads,
  matMul,
  memory,
  mul,
  reshape,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type EdgeList, graphAttention } from "../src/index.js";
import fixture from "./fixtures/graph-attention.json" with { type: "json" };
import { randomEdges } from "./random-graph.js";

// NumPy 1.24.2 and PyTorch 1.13.0, float64, written by fixtures/make-graph-attention.py.

const [vertices, d, heads, k] = [6, 5, 2, 3];
const edges = fixture.edges as [number, number][];
const inputs = (): Tensor2D[] => [
  tensor2d(hashed(1, vertices * d), [vertices, d]),
  ...[2, 3, 4].map((salt) => tensor2d(hashed(salt, d * heads * k), [d, heads * k])),
];

/** The same by a dense function that a transformer uses, the edges as its mask. */
function dense(
  attend: typeof attention | typeof fused,
  x: Tensor,
  [query, key, value]: Tensor[],
  list: EdgeList,
  n: number,
  parts: number,
) {
  const mask = new Uint8Array(n * n);
  for (const [from, to] of list as [number, number][]) mask[from * n + to] = 1;
  const split = (w: Tensor) => transpose(reshape(matMul(x, w), [n, parts, w.shape[1]! / parts]), [1, 0, 2]);
  const { values, weights } = attend(split(query!), split(key!), split(value!), {
    mask: tensor(mask, [n, n], "bool"),
  });
  return { values: reshape(transpose(values, [1, 0, 2]), [n, value!.shape[1]!]), weights };
}

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (backend) => {
  it("graphAttention(x, edges, weights) is NumPy's, vertex by vertex", async () => {
    const [x, query, key, value] = inputs() as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const result = graphAttention(x, edges, { heads, query, key, value });
    expect(result.values.shape).toEqual([vertices, heads * k]);
    expect(result.attention.shape).toEqual([edges.length, heads]);
    expectClose(await result.values.data(), fixture.attention.values, { rtol: 1e-5, atol: 1e-6 });
    expectClose(await result.attention.data(), fixture.attention.attention, { rtol: 1e-5, atol: 1e-6 });
    // Vertex 5 attends to nothing.
    expect((await result.values.array())[5]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("graphAttention's gradients are PyTorch's, through a dense mask", async () => {
    const dy = tensor2d(hashed(5, vertices * heads * k), [vertices, heads * k]);
    const all = grads((x: Tensor, query: Tensor, key: Tensor, value: Tensor) =>
      sum(
        mul(
          graphAttention(x as Tensor2D, edges, {
            heads,
            query: query as Tensor2D,
            key: key as Tensor2D,
            value: value as Tensor2D,
          }).values,
          dy,
        ),
      ),
    )(inputs());
    const wanted = fixture.attention.gradients;
    for (const [i, name] of (["x", "query", "key", "value"] as const).entries())
      expectClose(await all[i]!.data(), wanted[name], { rtol: 1e-4, atol: 1e-5 });
  });

  it.each([
    ["of layers", attention],
    ["of backend, fused", fused],
  ])(
    "graphAttention equals attention %s under an edge mask to 1e-6, over random graphs",
    async (_, attend) => {
      for (let salt = 0; salt < (backend === "webgpu" ? 3 : 20); salt++) {
        const [n, width] = [3 + (salt % 9), 8];
        const pairs = Array.from({ length: n * n }, (_, at): [number, number] => [
          Math.floor(at / n),
          at % n,
        ]);
        // Once with every edge: a transformer's own, full attention.
        const list = salt === 0 ? pairs : randomEdges(100 + salt, n, 2 * n);
        const x = tensor2d(hashed(salt, n * width), [n, width]);
        const weights = [1, 2, 3].map((s) => tensor2d(hashed(salt + s, width * 8), [width, 8]));
        const [query, key, value] = weights as [Tensor2D, Tensor2D, Tensor2D];
        const sparse = graphAttention(x, list, { heads: 4, query, key, value });
        const other = dense(attend, x, weights, list, n, 4);
        expectClose(await sparse.values.data(), await other.values.data(), { atol: 1e-6, rtol: 1e-6 });
        const alpha = (await other.weights.array()) as number[][][];
        const byEdge = list.map(([from, to]) => [0, 1, 2, 3].map((h) => alpha[h]![from]![to]!));
        expectClose(await sparse.attention.data(), byEdge, { atol: 1e-6 });
      }
    },
  );
});

onEachBackend(useBackend, ["cpu", "wasm"], () => {
  it("graphAttention agrees with central differences, and a wrong gradient does not", async () => {
    const [x, query, key, value] = inputs() as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const dy = tensor2d(hashed(5, vertices * heads * k), [vertices, heads * k]);
    const f = (w: Tensor): Tensor =>
      sum(mul(graphAttention(x, edges, { heads, query, key: w as Tensor2D, value }).values, dy));
    const values = hashed(3, d * heads * k);
    await expectGradient({
      f: (moved) => tidy(() => f(tensor2d(Float32Array.from(moved), [d, heads * k])).dataSync()[0]!),
      x: values,
      gradient: await grad(f)(key).data(),
      step: 5e-3,
      rtol: 2e-3,
      atol: 2e-4,
    });
  });

  it("graphAttention can be differentiated twice", async () => {
    const [x, query, key, value] = inputs() as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const f = (w: Tensor): Tensor =>
      sum(square(graphAttention(x, edges, { heads, query: w as Tensor2D, key, value }).values));
    const norm = (w: Tensor): Tensor => sum(square(grad(f)(w)));
    const values = hashed(2, d * heads * k);
    await expectGradient({
      f: (moved) => tidy(() => norm(tensor2d(Float32Array.from(moved), [d, heads * k])).dataSync()[0]!),
      x: values,
      gradient: await grad(norm)(query).data(),
      step: 5e-3,
      rtol: 1e-2,
      atol: 5e-3,
    });
  });

  it("leaves no tensor behind but its two results", () => {
    const given = inputs() as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const before = memory().numTensors;
    const { values, attention: weights } = graphAttention(given[0], edges, {
      heads,
      query: given[1],
      key: given[2],
      value: given[3],
    });
    expect(memory().numTensors).toBe(before + 2);
    values.dispose();
    weights.dispose();
  });

  it("takes memory by edges, not by vertices squared", () => {
    // Dense, α alone would be 20,000² · 4 bytes = 1.6 GB.
    const n = 20_000;
    const ring = new Int32Array(2 * n);
    for (let v = 0; v < n; v++) ring.set([v, (v + 1) % n], 2 * v);
    const x = tensor2d(hashed(1, n * 4), [n, 4]);
    const [query, key, value] = [2, 3, 4].map((s) => tensor2d(hashed(s, 16), [4, 4])) as [
      Tensor2D,
      Tensor2D,
      Tensor2D,
    ];
    const before = memory().numBytes;
    const result = graphAttention(x, ring, { heads: 2, query, key, value });
    expect(memory().numBytes - before).toBe(4 * (n * 4 + n * 2));
    for (const one of [x, query, key, value, result.values, result.attention]) one.dispose();
  });
});

describe("graphAttention refuses", () => {
  const good = () => {
    const [x, query, key, value] = inputs() as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    return { x, weights: { heads, query, key, value } };
  };
  it.each([
    [[[0, 6]], RangeError, "between vertices 0 to 5, got [0, 6] at edge 0"],
    [
      [
        [0, 1],
        [-1, 0],
      ],
      RangeError,
      "got [-1, 0] at edge 1",
    ],
    [
      [
        [0, 1],
        [1, 0],
        [0, 1],
      ],
      RangeError,
      "each edge of the graph once, got [0, 1] at edges 0 and 2",
    ],
    [[[0, 1, 2]], TypeError, "as pairs [from, to], got an array of 3 at edge 0"],
    [Int32Array.of(1, 2, 3), RangeError, "as pairs, got 3 numbers"],
    ["edges", TypeError, 'as a list of pairs or an Int32Array, got "edges"'],
  ])("edges %j", async (wrong, kind, words) => {
    await useBackend({ prefer: ["cpu"] });
    const { x, weights } = good();
    const call = () => graphAttention(x, wrong as EdgeList, weights);
    expect(call).toThrow(kind as new () => Error);
    expect(call).toThrow(words as string);
  });

  it("weights that do not fit, heads that do not divide, options that do not exist", () => {
    const { x, weights } = good();
    expect(() => graphAttention(x, edges, { ...weights, heads: 4 })).toThrow(
      "expected query to have columns for 4 heads, got 6",
    );
    expect(() => graphAttention(x, edges, { ...weights, query: x })).toThrow(
      "expected query of shape [5, heads · k], got [6, 5]",
    );
    expect(() => graphAttention(x, edges, { ...weights, head: 1 } as never)).toThrow("did you mean heads?");
    expect(() => graphAttention(undefined as never, edges, weights)).toThrow(
      "expected x to be a tensor, got undefined",
    );
  });
});
