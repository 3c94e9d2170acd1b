import { useBackend } from "@elbowjs/backend";
import { modelMetadata } from "@elbowjs/layers";
import { writeSafetensors } from "@elbowjs/safetensors";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { grad, sum, type Tensor1D, tensor1d } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import {
  binaryCrossEntropy,
  type Graph,
  GraphAttentionNetwork,
  GraphTransformer,
  type ReadoutKind,
} from "../src/index.js";
import fixture from "./fixtures/graph-attention.json" with { type: "json" };

// PyTorch 1.13.0, float64, with dense masks; written by fixtures/make-graph-attention.py.

const graphs: Graph[] = fixture.graphs.map(({ vertices, edges, label }, g) => ({
  vertices,
  edges: edges as [number, number][],
  label,
  features: hashed(20 + g, vertices * 3),
}));

interface Case {
  readonly name: string;
  readonly logits: number[];
  readonly loss: number;
  readonly weights: Record<string, { shape: number[]; gradient: number[] }>;
}

/** The fixture's weights as a file of the network. */
function file({ weights }: Case, format: string, options: object): Uint8Array {
  const tensors = new Map(
    Object.entries(weights).map(([name, { shape, gradient }], i) => {
      const values = hashed(100 + i, gradient.length);
      return [name, { shape, values: /norm\d\.weight$/.test(name) ? values.map((w) => 1 + w / 2) : values }];
    }),
  );
  return writeSafetensors(tensors, {
    metadata: modelMetadata({ format, options, weights: () => new Map() }),
  });
}

/** Logits, loss, and the gradients, of which plain SGD at η = 1 shows the negative as a step. */
async function expectParity(one: Case, net: GraphTransformer | GraphAttentionNetwork): Promise<void> {
  const predicted = await net.predict(graphs);
  const f = predicted.map(({ probabilities }) => probabilities[0]!);
  expectClose(
    f,
    one.logits.map((z) => 1 / (1 + Math.exp(-z))),
    { rtol: 1e-5, atol: 1e-6 },
  );
  const { loss } = await net.evaluate(graphs);
  expectClose(loss, one.loss, { rtol: 1e-5 });
  const before = new Map<string, Float32Array>();
  for (const [name, { variable }] of net.weights())
    before.set(name, (await variable.data()).slice() as Float32Array);
  await net.fit(graphs, { epochs: 1, optimizer: { type: "sgd", learningRate: 1 } });
  for (const [name, { variable, layout }] of net.weights()) {
    const after = await variable.data();
    const step = before.get(name)!.map((w, i) => w - after[i]!);
    const { shape, gradient } = one.weights[name]!;
    const [out, inputs] = shape as [number, number];
    // Ours is [in, out] where PyTorch has [out, in].
    const wanted = layout
      ? gradient.map((_, i) => gradient[(i % out) * inputs + Math.floor(i / out)]!)
      : gradient;
    expectClose(step, wanted, { rtol: 1e-4, atol: 2e-6 });
  }
  net.dispose();
}

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (backend) => {
  const cases = backend === "webgpu" ? fixture.transformers.slice(0, 1) : fixture.transformers;
  it.each(cases)("GraphTransformer with the read-out $name is PyTorch's, gradients too", async (one) => {
    const readout = one.name as ReadoutKind;
    const options = { features: 3, width: 4, heads: 2, layers: 2, feedForward: 6, readout, vertices: 4 };
    const bytes = file(one as never, "graph-transformer", options);
    await expectParity(one as never, await GraphTransformer.fromSafetensors(bytes));
  });

  it.each(fixture.networks)("GraphAttentionNetwork $name is PyTorch's, gradients too", async (one) => {
    const options = { features: 3, width: 3, heads: 2, layers: 2, version: one.name === "v1" ? 1 : 2 };
    const bytes = file(one as never, "graph-attention-network", options);
    await expectParity(one as never, await GraphAttentionNetwork.fromSafetensors(bytes));
  });

  it("binaryCrossEntropy is PyTorch's for |logit| up to 100, gradient too", async () => {
    const { logits, targets, losses, gradient } = fixture.crossEntropy;
    const [z, y] = [tensor1d(logits), tensor1d(targets)];
    // Some GPUs flush what is smaller than e^-87 to zero: e^-100 is 3.8e-44.
    expectClose(await binaryCrossEntropy(z, y).data(), losses, { rtol: 1e-5, atol: 1e-12 });
    const slope = grad((z) => sum(binaryCrossEntropy(z as Tensor1D, y)))(z);
    expectClose(await slope.data(), gradient, { rtol: 1e-5, atol: 1e-7 });
    expect((await binaryCrossEntropy(tensor1d([100]), tensor1d([0])).data())[0]).toBe(100);
  });
});
