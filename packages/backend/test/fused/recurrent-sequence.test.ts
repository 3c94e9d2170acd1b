import {
  add,
  concat,
  grads,
  matMul,
  memory,
  mul,
  reshape,
  type Scalar,
  setBackend,
  sigmoid,
  slice,
  split,
  stack,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tensor1d,
  unstack,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type RecurrentCell, recurrentSequence, recurrentTrace } from "../../src/fused/index.js";
import {
  expectSameAsCpu,
  expectValues,
  kinds,
  onCpu,
  onKernels,
  uniform,
  type Values,
} from "../kernels/on-backends.js";
import { hasGpu, onGpu } from "./on-gpu.js";

const cells: readonly RecurrentCell[] = ["rnn", "lstm", "peephole-lstm"];

/** Weights with which no step is chaotic, so that float32 does for comparing. */
const small = ({ values, ...rest }: Values): Values => ({
  ...rest,
  values: Array.from(values, (v) => 0.3 * v),
});

/** Fields, weights, h0, c0, peepholes and a gradient of the states, of sizes around a vector of four. */
function inputsOf(cell: RecurrentCell, [steps, n, width]: readonly [number, number, number]) {
  const blocks = cell === "rnn" ? 1 : 4;
  const parts = cell === "rnn" ? 1 : 2;
  return [
    uniform([steps, n, blocks * width]),
    small(uniform([width, blocks * width], 2)),
    uniform([n, width], 3),
    uniform([n, width], 4),
    uniform([3, width], 5),
    uniform([parts, steps, n, width], 6),
  ];
}

type Inputs = [Tensor3D, Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor];
type Sequence = (fields: Tensor, weights: Tensor, hidden: Tensor, c: Tensor, peeps: Tensor) => Tensor;

const used = (cell: RecurrentCell): number => ({ rnn: 3, lstm: 4, "peephole-lstm": 5 })[cell];

/** States, and the gradients with respect to everything that the cell reads. */
const withGradients =
  (cell: RecurrentCell, sequence: Sequence) =>
  (...inputs: Tensor[]): Tensor[] => {
    const dy = inputs[5]!;
    const read = inputs.slice(0, used(cell));
    const call = (...given: Tensor[]): Tensor =>
      sequence(...([...given, ...inputs.slice(given.length, 5)] as [Tensor, Tensor, Tensor, Tensor, Tensor]));
    const loss = (...given: Tensor[]): Scalar => sum(mul(call(...given), dy)) as Scalar;
    return [call(...read), ...grads(loss)(read)];
  };

const fused =
  (cell: RecurrentCell, lengths?: readonly number[]): Sequence =>
  (fields, weights, hidden, c, peeps) =>
    recurrentSequence(fields as Tensor3D, weights as Tensor2D, {
      cell,
      hidden: hidden as Tensor2D,
      ...(cell === "rnn" ? {} : { cells: c as Tensor2D }),
      ...(cell === "peephole-lstm" ? { peepholes: peeps as Tensor2D } : {}),
      ...(lengths ? { lengths: tensor1d([...lengths], "int32") as Tensor1D } : {}),
    });

/** The cell's equations, differentiated by tfjs itself. */
const plain =
  (cell: RecurrentCell, lengths?: readonly number[]): Sequence =>
  (fields, weights, hidden, c0, peeps) => {
    let [h, c] = [hidden, c0];
    const p = unstack(peeps);
    const hs: Tensor[] = [];
    const cs: Tensor[] = [];
    unstack(fields).forEach((field, t) => {
      const z = add(field, matMul(h as Tensor2D, weights as Tensor2D));
      let [hNext, cNext] = [tanh(z), c];
      if (cell !== "rnn") {
        const [i, f, g, o] = split(z, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
        const gate = (field: Tensor, k: number): Tensor =>
          sigmoid(cell === "lstm" ? field : add(field, mul(c, p[k]!)));
        cNext = add(mul(gate(f, 1), c), mul(gate(i, 0), tanh(g)));
        hNext = mul(gate(o, 2), tanh(cNext));
      }
      const rows = (next: Tensor, before: Tensor): Tensor =>
        concat(
          Array.from({ length: next.shape[0]! }, (_, row) =>
            slice(t < (lengths?.[row] ?? Infinity) ? next : before, [row, 0], [1, -1]),
          ),
        );
      [h, c] = [rows(hNext, h), rows(cNext, c)];
      hs.push(h);
      cs.push(c);
    });
    return stack(cell === "rnn" ? [stack(hs)] : [stack(hs), stack(cs)]);
  };

const shapes = [
  [2, 1, 1],
  [4, 3, 3],
  [3, 2, 4],
  [5, 6, 5],
  [7, 9, 17],
] as const;

describe("recurrentSequence(fields, weights)", () => {
  it.for(cells)(
    "%s equals the cell's equations and their gradients by tfjs, on every backend",
    async (cell) => {
      for (const shape of shapes) {
        const inputs = inputsOf(cell, shape);
        const wanted = await onCpu(withGradients(cell, plain(cell)), inputs);
        for (const kind of kinds) {
          const got = await onKernels(kind, withGradients(cell, fused(cell)), inputs);
          wanted.forEach((values, i) => {
            expectValues(got[i]!, values, { rtol: 2e-5, atol: 4e-6 });
          });
        }
        await expectSameAsCpu(withGradients(cell, fused(cell)), inputs, { rtol: 2e-5, atol: 4e-6 });
      }
    },
  );

  it.for(cells)("%s keeps the state of a row behind its length, and hands its gradient on", async (cell) => {
    const lengths = [4, 1, 3, 2, 4];
    const inputs = inputsOf(cell, [4, 5, 6]);
    const wanted = await onCpu(withGradients(cell, plain(cell, lengths)), inputs);
    for (const kind of kinds) {
      const got = await onKernels(kind, withGradients(cell, fused(cell, lengths)), inputs);
      wanted.forEach((values, i) => {
        expectValues(got[i]!, values, { rtol: 2e-5, atol: 4e-6 });
      });
    }
    await expectSameAsCpu(withGradients(cell, fused(cell, lengths)), inputs, { rtol: 2e-5, atol: 4e-6 });
  });

  it("takes a sequence of one time", async () => {
    for (const cell of cells)
      await expectSameAsCpu(withGradients(cell, fused(cell)), inputsOf(cell, [1, 2, 3]), {
        rtol: 2e-5,
        atol: 4e-6,
      });
  });

  it("equals itself on WebGPU", async ({ skip }) => {
    if (!hasGpu) skip();
    for (const cell of cells) {
      const inputs = inputsOf(cell, [3, 2, 5]);
      const operation = withGradients(cell, fused(cell, [3, 2]));
      const [got, wanted] = [await onGpu(operation, inputs), await onKernels("simd", operation, inputs)];
      for (const [i, values] of wanted.entries()) expectValues(got[i]!, values, { rtol: 1e-4, atol: 1e-5 });
    }
  });

  it("recurrentTrace gives the same states, and gates that they follow from", async () => {
    const [fields, weights, hidden, c] = inputsOf("lstm", [3, 2, 5]);
    const operation = (...tensors: Tensor[]): Tensor[] => {
      const [x, w, h, s] = tensors as Inputs;
      const { states, gates } = recurrentTrace(x, w, { cell: "lstm", hidden: h, cells: s });
      const [hs, cs] = unstack(states);
      const [i, f, g, o] = split(gates!, 4, 2) as [Tensor, Tensor, Tensor, Tensor];
      const before = concat([reshape(s, [1, 2, 5]), slice(cs!, [0, 0, 0], [2, 2, 5])]);
      return [hs!, mul(o, tanh(cs!)), cs!, add(mul(f, before), mul(i, g))];
    };
    for (const kind of kinds) {
      const [h, ofGates, s, ofBefore] = await onKernels(kind, operation, [fields!, weights!, hidden!, c!]);
      expectValues(h!, ofGates!, { rtol: 1e-5, atol: 1e-6 });
      expectValues(s!, ofBefore!, { rtol: 1e-5, atol: 1e-6 });
    }
  });

  it("leaves no tensor behind", async () => {
    await setBackend("wasm");
    const before = memory().numTensors;
    await onKernels(
      "simd",
      withGradients("peephole-lstm", fused("peephole-lstm")),
      inputsOf("peephole-lstm", [4, 3, 3]),
    );
    expect(memory().numTensors).toBe(before);
  });
});
