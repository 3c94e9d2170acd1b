import { useBackend } from "@elbowjs/backend";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import {
  grads,
  memory,
  mul,
  type Scalar,
  sum,
  type Tensor,
  type Tensor4D,
  tensor,
  tensor2d,
} from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { attention, causalMask, embedding, layerNorm, paddingMask, storedWeights } from "../src/index.js";
import fixture from "./fixtures/torch-attention.json" with { type: "json" };

// PyTorch 1.13, float64, written by fixtures/make-torch-attention.py.

const near = { rtol: 1e-5, atol: 1e-5 };
const made = (salt: number, ...shape: number[]): Tensor =>
  tensor(
    hashed(
      salt,
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  );

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], () => {
  it.each(fixture.attention)(
    "attention under $name, lengths $lengths, is PyTorch's with its gradients",
    async (one) => {
      const inputs = [made(1, 2, 2, 3, 4), made(2, 2, 2, 5, 4), made(3, 2, 2, 5, 4)] as Tensor4D[];
      const dy = made(4, 2, 2, 3, 4);
      const padding = one.lengths === null ? undefined : paddingMask(one.lengths, 5);
      const mask = one.name as "full" | "causal";
      const [q, k, v] = inputs as [Tensor4D, Tensor4D, Tensor4D];
      const { values, weights } = attention(q, k, v, { mask, padding });
      expectClose(await values.data(), one.values, near);
      expectClose(await weights.data(), one.weights, near);
      const slopes = grads(
        (...given: Tensor[]) =>
          sum(mul(attention(given[0]!, given[1]!, given[2]!, { mask, padding }).values, dy)) as Scalar,
      )(inputs);
      for (const [i, slope] of slopes.entries()) expectClose(await slope.data(), one.gradients[i]!, near);
      const rows = sum(weights, -1);
      expectClose(await rows.data(), new Float32Array(12).fill(1), { atol: 1e-6 });
      for (const used of [...inputs, dy, values, weights, rows, ...slopes]) used.dispose();
      padding?.dispose();
    },
  );

  it("attention under edges is attention under the same causal mask, and leaves no tensor", async () => {
    const [q, k, v] = [made(1, 1, 2, 5, 4), made(2, 1, 2, 5, 4), made(3, 1, 2, 5, 4)] as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const edges = causalMask(5);
    const before = memory().numTensors;
    const given = attention(q, k, v, { mask: edges });
    const named = attention(q, k, v, { mask: "causal" });
    expect(memory().numTensors).toBe(before + 4);
    expect([...(await given.values.data())]).toEqual([...(await named.values.data())]);
    for (const used of [q, k, v, edges, given.values, given.weights, named.values, named.weights])
      used.dispose();
  });

  it("a later key has no weight and no gradient at all under a causal mask", async () => {
    const [q, k, v] = [made(1, 1, 1, 3, 4), made(2, 1, 1, 3, 4), made(3, 1, 1, 3, 4)] as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const first = tensor([1, 0, 0], [1, 1, 3, 1]);
    const slopes = grads(
      (...given: Tensor[]) =>
        sum(mul(attention(given[0]!, given[1]!, given[2]!, { mask: "causal" }).values, first)) as Scalar,
    )([q, k, v]);
    for (const slope of slopes.slice(1))
      expect([...(await slope.data()).subarray(4)].every((value) => value === 0)).toBe(true);
    for (const used of [q, k, v, first, ...slopes]) used.dispose();
  });

  it("embedding's gradient adds up the rows of a token, as PyTorch's", async () => {
    const state = new Map([["weight", { shape: [7, 4], values: hashed(5, 28) }]]);
    const layer = embedding({ entries: 7, width: 4 })([3], storedWeights("test", state));
    const tokens = tensor2d(fixture.embedding.tokens, [2, 3], "int32");
    const dy = made(6, 2, 3, 4);
    const pass = { training: true, random: () => 0 };
    const table = layer.weights[0]!.variable;
    const [slope] = grads(() => sum(mul(layer.apply(tokens, pass), dy)) as Scalar)([table]);
    expectClose(await slope!.data(), fixture.embedding.gradient, near);
    for (const used of [tokens, dy, slope!, table]) used.dispose();
  });

  it("layerNorm is PyTorch's with its gradients", async () => {
    const state = new Map([
      ["weight", { shape: [5], values: hashed(8, 5) }],
      ["bias", { shape: [5], values: hashed(9, 5) }],
    ]);
    const layer = layerNorm()([3, 5], storedWeights("test", state));
    const x = mul(made(7, 2, 3, 5), 3);
    const dy = made(10, 2, 3, 5);
    const pass = { training: true, random: () => 0 };
    const y = layer.apply(x, pass);
    expectClose(await y.data(), fixture.layerNorm.output, near);
    const variables = layer.weights.map(({ variable }) => variable);
    const slopes = grads((given) => sum(mul(layer.apply(given!, pass), dy)) as Scalar)([x, ...variables]);
    for (const [i, slope] of slopes.entries())
      expectClose(await slope.data(), fixture.layerNorm.gradients[i]!, near);
    for (const used of [x, dy, y, ...variables, ...slopes]) used.dispose();
  });
});

it("attention, causalMask, paddingMask, embedding and layerNorm say what was wrong", async () => {
  await useBackend({ prefer: ["cpu"] });
  const x = made(1, 1, 2, 3);
  expect(() => attention(x, x, x, { mask: "casual" as "causal" })).toThrow(
    "attention: expected mask to be one of 'full', 'causal', got \"casual\"; did you mean 'causal'?",
  );
  expect(() => causalMask(3, 2)).toThrow(
    "causalMask: expected at least as many keys as queries, got 2 and 3",
  );
  expect(() => paddingMask([4], 3)).toThrow("paddingMask: expected length to be an integer in [0, 3], got 4");
  expect(() => embedding({ entries: 0, width: 4 })).toThrow(
    "embedding: expected entries to be an integer ≥ 1, got 0",
  );
  expect(() => layerNorm({ epsilon: 0 })).toThrow("layerNorm: expected epsilon > 0, got 0");
  x.dispose();
});
