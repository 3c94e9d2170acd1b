import { readFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { TokenRows } from "@elbowjs/sequence-data";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import {
  cast,
  oneHot,
  reshape,
  type Scalar,
  type Tensor,
  type Tensor3D,
  tensor1d,
  tidy,
  transpose,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { RecurrentNetwork } from "../src/index.js";
import { batchLoss } from "../src/training/fit-network.js";
import { tokenBatch, tokenPlan } from "../src/training/sequence-batch.js";

interface Case {
  readonly tokens: number[][];
  readonly targets: number[][];
  readonly outputs: number[];
  readonly hidden: number[];
  readonly cell: number[] | null;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, number[]>>;
  readonly losses: number[];
}

const fixture = (file: string): Buffer => readFileSync(new URL(`fixtures/${file}`, import.meta.url));
const golden = JSON.parse(fixture("torch.json").toString()) as { rnn: Case; lstm: Case };

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

// PyTorch 1.13, float32: test/fixtures/make-torch.py
describe.each(["rnn", "lstm"] as const)("RecurrentNetwork.fromTorch of a stacked nn.%s", (cell) => {
  const { tokens, targets, outputs, hidden, cell: cells, loss, gradients, losses } = golden[cell];
  const open = (): Promise<RecurrentNetwork> =>
    RecurrentNetwork.fromTorch(fixture(`torch-${cell}.safetensors`), { cell });
  const data = {
    kind: "tokens" as const,
    shape: "synchronous" as const,
    inputs: new TokenRows(tokens),
    targets: new TokenRows(targets),
  };

  it("gives PyTorch's outputs and states to 1e-5, of tokens and of vectors", async () => {
    const net = await open();
    const x = tidy(
      () => cast(reshape(oneHot(tensor1d(tokens.flat(), "int32"), 3), [6, 7, 3]), "float32") as Tensor3D,
    );
    for (const input of [tokens, x]) {
      const trace = net.forward(input);
      expectClose(await trace.outputs.data(), outputs, { rtol: 0, atol: 1e-5 });
      const last = trace.last.flatMap((layer) => [...layer.hidden.dataSync()]);
      expectClose(last, hidden, { rtol: 0, atol: 1e-5 });
      if (cells)
        expectClose(
          trace.last.flatMap((layer) => [...layer.cell!.dataSync()]),
          cells,
          { rtol: 0, atol: 1e-5 },
        );
      trace.dispose();
    }
    net.dispose();
  });

  it("gives its loss, and every gradient to 1e-4", async () => {
    const net = await open();
    const batch = tokenBatch(tokenPlan(data, [0, 1, 2, 3, 4, 5], 0));
    const named = net.weights();
    const { value, grads } = variableGrads(
      () => batchLoss(net, batch) as Scalar,
      [...named.values()].map(({ variable }) => variable),
    );
    expect(value.dataSync()[0]).toBeCloseTo(loss, 5);
    expect([...named.keys()].sort()).toEqual(Object.keys(gradients).sort());
    for (const [name, wanted] of Object.entries(gradients)) {
      const { variable, layout } = named.get(name)!;
      const gradient = grads[variable.name]! as Tensor;
      const found = tidy(() => (layout ? transpose(gradient, [...layout]) : gradient.clone())).dataSync();
      expectClose(found, wanted, { rtol: 1e-4, atol: 1e-6 });
    }
    net.dispose();
  });

  it("has PyTorch's losses over ten steps of Adam", async () => {
    const net = await open();
    const found: number[] = [];
    await net.fit(
      { inputs: data.inputs, targets: data.targets },
      {
        epochs: 10,
        batchSize: 6,
        shuffle: false,
        optimizer: { type: "adam", learningRate: 0.01 },
        onBatch: ({ loss }) => found.push(loss),
      },
    );
    expectClose(found, losses, { rtol: 1e-4, atol: 0 });
    net.dispose();
  });

  it("refuses a state dict of another cell, and bytes that are none", async () => {
    const other = cell === "rnn" ? "lstm" : "rnn";
    await expect(
      RecurrentNetwork.fromTorch(fixture(`torch-${cell}.safetensors`), { cell: other }),
    ).rejects.toThrow(RangeError);
    await expect(RecurrentNetwork.fromTorch(new Uint8Array(4), { cell })).rejects.toThrow(RangeError);
  });
});
