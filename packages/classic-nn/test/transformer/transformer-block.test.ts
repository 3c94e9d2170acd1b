import { expectGradient } from "@elbowjs/test-kit/central-differences";
import { expectClose, float64 } from "@elbowjs/test-kit/expect-close";
import { expect, it } from "vitest";
import {
  layerNormalization,
  layerNormalizationBackward,
  scaledDotProductAttention,
  scaledDotProductAttentionBackward,
  transformerBlock,
  transformerBlockBackward,
} from "../../src/index.js";
import cases from "../fixtures/transformer.json" with { type: "json" };

// PyTorch 1.13, float64, written by fixtures/make-transformer.py.

type Case = (typeof cases)[number];
const blockOf = ({ parameters: p }: Case) => ({
  heads: [
    { query: p.q0, key: p.k0, value: p.v0 },
    { query: p.q1, key: p.k1, value: p.v1 },
  ],
  output: p.output,
  norm1: { gamma: p.gamma1, beta: p.beta1 },
  weight1: p.weight1,
  bias1: p.bias1,
  weight2: p.weight2,
  bias2: p.bias2,
  norm2: { gamma: p.gamma2, beta: p.beta2 },
});
const near = { rtol: 1e-9, atol: 1e-11 };

it.each(cases)("transformerBlock under a $mask mask is PyTorch's, and so is every gradient", (one) => {
  const options = { mask: one.mask as "full" | "causal" };
  const { heads, result } = transformerBlock(one.parameters.x, blockOf(one), options);
  for (const [h, { weights }] of heads.entries()) expectClose(weights.to2DArray(), one.weights[h]!, near);
  expectClose(result.to2DArray(), one.result, near);
  const slopes = transformerBlockBackward(one.parameters.x, blockOf(one), one.outputGradient, options);
  const g = one.gradients;
  expectClose(slopes.input.to2DArray(), g.x, near);
  expectClose(slopes.heads[0]!.query.to2DArray(), g.q0, near);
  expectClose(slopes.heads[0]!.key.to2DArray(), g.k0, near);
  expectClose(slopes.heads[1]!.value.to2DArray(), g.v1, near);
  expectClose(slopes.output.to2DArray(), g.output, near);
  expectClose(slopes.weight1.to2DArray(), g.weight1, near);
  expectClose(slopes.bias1, g.bias1, near);
  expectClose(slopes.weight2.to2DArray(), g.weight2, near);
  expectClose(slopes.bias2, g.bias2, near);
  expectClose(slopes.norm1.gamma, g.gamma1, near);
  expectClose(slopes.norm1.beta, g.beta1, near);
  expectClose(slopes.norm2.gamma, g.gamma2, near);
  expectClose(slopes.norm2.beta, g.beta2, near);
});

const matrix = (values: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_, t) =>
    Array.from({ length: columns }, (_, i) => values[t * columns + i]!),
  );
const dot = (a: { to1DArray(): number[] }, b: readonly number[][]): number =>
  a.to1DArray().reduce((sum, value, i) => sum + value * b.flat()[i]!, 0);

it.each(cases)("transformerBlockBackward under a $mask mask agrees with central differences", async (one) => {
  const options = { mask: one.mask as "full" | "causal" };
  const { x } = one.parameters;
  const { input } = transformerBlockBackward(x, blockOf(one), one.outputGradient, options);
  const f = (moved: Float64Array) =>
    dot(transformerBlock(matrix(moved, 6), blockOf(one), options).result, one.outputGradient);
  await expectGradient({ f, x: x.flat(), gradient: input.to1DArray(), rtol: 1e-8, atol: 1e-8 });
});

it("scaledDotProductAttentionBackward agrees with central differences, by queries, keys and values", async () => {
  const { q0, k0, v0, k1: dy } = cases[0]!.parameters;
  const all = { queries: q0, keys: k0, values: v0 };
  const slopes = scaledDotProductAttentionBackward(all, dy);
  for (const name of ["queries", "keys", "values"] as const)
    await expectGradient({
      f: (moved) => dot(scaledDotProductAttention({ ...all, [name]: matrix(moved, 6) }).output, dy),
      x: all[name].flat(),
      gradient: slopes[name].to1DArray(),
      rtol: 1e-8,
      atol: 1e-9,
    });
});

it("layerNormalizationBackward agrees with central differences; rows come out with mean 0 and variance 1", async () => {
  const { x, gamma1: gamma, beta1: beta } = cases[0]!.parameters;
  const dy = cases[0]!.outputGradient;
  const { input } = layerNormalizationBackward(x, { gamma, beta }, dy);
  const f = (moved: Float64Array) => dot(layerNormalization(matrix(moved, 6), { gamma, beta }).output, dy);
  await expectGradient({ f, x: x.flat(), gradient: input.to1DArray(), rtol: 1e-8, atol: 1e-8 });
  const { normalized } = layerNormalization(x, { gamma, beta, epsilon: 1e-14 });
  for (const row of normalized.to2DArray()) {
    expectClose(
      row.reduce((a, b) => a + b, 0),
      0,
      { atol: 1e-12 },
    );
    expectClose(row.reduce((a, b) => a + b * b, 0) / 6, 1, { rtol: 1e-12 });
  }
});

it("rows of attention sum to 1; what comes later has weight and gradient 0 under a causal mask", () => {
  const x = cases[0]!.parameters.x;
  const input = { queries: x, keys: x, values: x };
  const { weights } = scaledDotProductAttention(input, { mask: "causal" });
  expectClose(weights.sum("row"), [1, 1, 1, 1], float64);
  expect(weights.get(0, 3)).toBe(0);
  const first = x.map((row, t) => row.map(() => Number(t === 0)));
  const { keys, values } = scaledDotProductAttentionBackward(input, first, { mask: "causal" });
  for (const slopes of [keys, values])
    expect(
      slopes
        .to2DArray()
        .slice(1)
        .flat()
        .every((slope) => slope === 0),
    ).toBe(true);
  // Scores of ±1000 do not overflow.
  const large = scaledDotProductAttention({
    queries: [[1000], [-1000]],
    keys: [[1], [2]],
    values: [[3], [4]],
  });
  expectClose(large.output.to2DArray(), [[4], [3]], float64);
});

it("the parts of a block say what was wrong", () => {
  const x = [[1, 2]];
  expect(() => scaledDotProductAttention({ queries: x, keys: [[1]], values: x })).toThrow(
    "scaledDotProductAttention: expected queries [T, k], keys [U, k] and values [U, m], got [1, 2], [1, 1], [1, 2]",
  );
  expect(() =>
    scaledDotProductAttention({ queries: x, keys: x, values: x }, { mask: "ful" as "full" }),
  ).toThrow("scaledDotProductAttention: expected mask to be one of 'full', 'causal'");
  expect(() => layerNormalization(x, { gamma: [1], beta: [0, 0] })).toThrow(
    "layerNormalization: expected gamma of shape [2], got [1]",
  );
  expect(() => layerNormalization(x, { gamma: [1, 1], beta: [0, 0], epsilon: 0 })).toThrow(
    "expected epsilon > 0, got 0",
  );
  expect(() => transformerBlock(x, { ...blockOf(cases[0]!), heads: [] })).toThrow(
    "transformerBlock: expected block.heads of at least one head, got none",
  );
  expect(() => transformerBlock(x, blockOf(cases[0]!))).toThrow(
    "transformerBlock: expected heads[0].query of shape [any, 2], got [3, 6]",
  );
});
