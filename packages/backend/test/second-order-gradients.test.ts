import {
  add,
  addN,
  avgPool,
  cast,
  conv2d,
  depthwiseConv2d,
  elu,
  getGradient,
  grads,
  leakyRelu,
  linalg,
  matMul,
  maxPool,
  memory,
  mul,
  ones,
  registerGradient,
  relu,
  setBackend,
  sigmoid,
  softplus,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tanh,
  unregisterGradient,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  attention,
  convTranspose2d,
  gelu,
  groupNorm,
  layerNorm,
  philoxDropout,
  reluBatchNormDropout,
} from "../src/fused/index.js";
import fixture from "./fused/fixtures/second-order.json" with { type: "json" };
import { hasGpu, onGpu } from "./fused/on-gpu.js";
import { expectValues, kinds, onCpu, onKernels, run, type Values } from "./kernels/on-backends.js";

type Operation = (...inputs: Tensor[]) => Tensor;

/** [T, T], true where a key is not later than its query. */
const causal = (size: number): Tensor => cast(linalg.bandPart(ones([size, size]), -1, 0), "bool");
const critic = (x: Tensor, w: Tensor, v: Tensor): Tensor => {
  const convolve = (image: Tensor, filter: Tensor) =>
    conv2d(image as Tensor4D, filter as Tensor4D, 2, 1, "NHWC", 1, "floor");
  return avgPool(leakyRelu(convolve(elu(convolve(x, w)), v), 0.2) as Tensor4D, 2, 2, "valid");
};

const operations: Record<string, Operation> = {
  conv2d: (x, w) => conv2d(x as Tensor4D, w as Tensor4D, 2, 1, "NHWC", 1, "floor"),
  depthwiseConv2d: (x, w) => depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, 1),
  convTranspose2d: (x, w) => convTranspose2d(x as Tensor4D, w as Tensor4D, { stride: 2, padding: 1 }),
  maxPool: (x) => square(maxPool(x as Tensor4D, 2, 2, "valid")),
  "maxPool overlapping": (x) => square(maxPool(x as Tensor4D, 3, 2, 1, "floor")),
  avgPool: (x) => square(avgPool(x as Tensor4D, 2, 2, "valid")),
  elu: (x) => elu(x),
  leakyRelu: (x) => square(leakyRelu(x, 0.2)),
  relu: (x) => square(relu(x)),
  tanh: (x) => tanh(x),
  sigmoid: (x) => sigmoid(x),
  softplus: (x) => softplus(x),
  gelu: (x) => gelu(x),
  layerNorm: (x, g, b) => layerNorm(x, g as Tensor1D, b as Tensor1D),
  groupNorm: (x, g, b) => groupNorm(x, g as Tensor1D, b as Tensor1D, { groups: 2 }),
  reluBatchNorm: (x, g, b) => reluBatchNormDropout(x, g as Tensor1D, b as Tensor1D).y,
  attention: (q, k, v) => attention(q, k, v, { mask: causal(4) }).values,
  matMul: (a, b) => tanh(matMul(a, b)),
  critic: (x, w, v) => critic(x!, w!, v!),
};

/** y, g and the gradients of Σ g² by inputs and c. */
const twice =
  (operation: Operation) =>
  (...all: Tensor[]): Tensor[] => {
    const inputs = all.slice(0, -1);
    const slopes = (...values: Tensor[]): Tensor[] => {
      const c = values.at(-1)!;
      return grads((...x: Tensor[]) => sum(mul(operation(...x), c)))(values.slice(0, -1));
    };
    // tfjs refuses what the penalty does not depend on.
    const penalty = (...values: Tensor[]) =>
      addN([...slopes(...values).map((g) => sum(square(g))), ...values.map((x) => mul(sum(x), 0))]);
    return [operation(...inputs), ...slopes(...all), ...grads(penalty as never)(all)];
  };

const backends: Record<
  string,
  (operation: (...x: Tensor[]) => Tensor[], inputs: Values[]) => Promise<Values[]>
> = {
  cpu: onCpu,
  ...Object.fromEntries(
    kinds.map((kind) => [
      `wasm (${kind})`,
      (operation: (...x: Tensor[]) => Tensor[], inputs: Values[]) => onKernels(kind, operation, inputs),
    ]),
  ),
  ...(hasGpu ? { webgpu: onGpu } : {}),
};

describe.each(Object.keys(backends))("second-order gradients on %s", (name) => {
  it.each(fixture.map(({ name }) => name))("those of %s are PyTorch's double backward", async (what) => {
    const wanted = fixture.find((entry) => entry.name === what)!;
    const outputs = await backends[name]!(twice(operations[what]!), wanted.inputs);
    const all = [wanted.y, ...wanted.gradients, ...wanted.second];
    expect(outputs.length).toBe(all.length);
    for (const [i, output] of outputs.entries()) {
      const largest = Math.max(...all[i]!.values.map(Math.abs));
      expectValues(output, all[i]!, { rtol: 1e-5, atol: 1e-5 * Math.max(1, largest) });
    }
  });

  it("those of philoxDropout are the mask of the mask", async () => {
    const drop: Operation = (x) => square(philoxDropout(x, { rate: 0.5, seed: 3 }));
    const inputs: Values[] = [
      { shape: [8], values: [1, 2, 3, 4, 5, 6, 7, 8] },
      { shape: [8], values: [1, 1, 1, 1, 1, 1, 1, 1] },
    ];
    // With the mask m of 0 and 2: y = (m x)², g = 2 m² x, the penalty Σ 4 m⁴ x² and its gradient 8 m⁴ x.
    const [y, , second] = await backends[name]!(twice(drop), inputs);
    for (const [i, x] of [1, 2, 3, 4, 5, 6, 7, 8].entries())
      expect(second!.values[i]).toBe(y!.values[i] === 0 ? 0 : 8 * 16 * x);
  });
});

it("second-order gradients leave no tensor behind", async () => {
  await setBackend("cpu");
  const { inputs } = fixture.find(({ name }) => name === "critic")!;
  const before = memory().numTensors;
  await run(twice(operations["critic"]!), inputs);
  expect(memory().numTensors).toBe(before);
});

it("a wrong gradient of a gradient is found: the control", async () => {
  const right = getGradient("EluGrad")!;
  unregisterGradient("EluGrad");
  registerGradient({
    ...right,
    gradFunc: (dy, saved, attributes) => ({
      ...right.gradFunc(dy, saved, attributes),
      y: () => add(saved[1]!, 0),
    }),
  });
  const wanted = fixture.find(({ name }) => name === "elu")!;
  const outputs = await onCpu(twice(operations["elu"]!), wanted.inputs);
  unregisterGradient("EluGrad");
  registerGradient(right);
  expect(() => expectValues(outputs[2]!, wanted.second[0]!, { rtol: 1e-5, atol: 1e-4 })).toThrow("entry");
});
