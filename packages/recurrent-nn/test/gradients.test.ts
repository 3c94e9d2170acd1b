import { useBackend } from "@elbowjs/backend";
import { PCG64 } from "@elbowjs/numpy-random";
import { TokenRows } from "@elbowjs/sequence-data";
import { type Scalar, type Tensor, tensor, tidy, transpose, variableGrads } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type RecurrentCell, RecurrentNetwork, type SequenceShape } from "../src/index.js";
import { batchLoss } from "../src/training/fit-network.js";
import { tokenBatch, tokenPlan } from "../src/training/sequence-batch.js";
import { type Float64Sequence, layoutOf, lossAndGradient } from "./float64-network.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

const cells: readonly RecurrentCell[] = ["rnn", "lstm", "peephole-lstm"];
const depths = [[4], [4, 3], [3, 5, 2]];
const shapes: readonly SequenceShape[] = ["many-to-one", "one-to-many", "synchronous", "asynchronous"];
const letters = 5;

/** Rows of tokens of a shape, of different lengths. */
function rowsOf(shape: SequenceShape): { inputs: number[][]; targets: number[][] } {
  const bits = new PCG64([7, shapes.indexOf(shape)]);
  const row = (length: number): number[] =>
    Array.from({ length }, () => Math.floor(bits.nextDouble() * letters));
  const lengths = [4, 1, 3];
  const inputs = lengths.map((length) => row(shape === "one-to-many" ? 1 : length));
  const targets = lengths.map((length) =>
    row({ "many-to-one": 1, "one-to-many": length, synchronous: length, asynchronous: 5 - length }[shape]),
  );
  return { inputs, targets };
}

/** The same rows for the float64 network: what is read at each step, and what is told where. */
function sequencesOf(shape: SequenceShape): Float64Sequence[] {
  const { inputs, targets } = rowsOf(shape);
  const oneHot = (token: number): number[] => Array.from({ length: letters }, (_, i) => Number(i === token));
  return inputs.map((source, i) => {
    const told = targets[i]!;
    const first = shape === "synchronous" ? 0 : source.length - 1;
    const writes = shape === "one-to-many" || shape === "asynchronous";
    const read = writes ? [...source, ...told.slice(0, -1)] : source;
    return { x: read.map(oneHot), targets: new Map(told.map((token, k) => [first + k, token])) };
  });
}

const networks = cells.flatMap((cell) =>
  depths.map((hidden) => ({ cell, inputs: letters, hidden, outputs: letters })),
);
const cases = networks.flatMap((network) =>
  shapes.map((shape) => ({ network, shape, name: `${network.cell} ${network.hidden.join("-")} ${shape}` })),
);

const weightsOf = (size: number): Float64Array => {
  const bits = new PCG64(3);
  return Float64Array.from({ length: size }, () => 1.2 * bits.nextDouble() - 0.6);
};

describe("backpropagation through time", () => {
  it.for(cases)("in float64 equals central differences to 1e-9: $name", ({ network, shape }) => {
    const { size } = layoutOf(network);
    const w = weightsOf(size);
    const sequences = sequencesOf(shape);
    const { gradient } = lossAndGradient(network, w, sequences);
    const at = (i: number, step: number): number => {
      const moved = w.slice();
      moved[i]! += step;
      return lossAndGradient(network, moved, sequences).loss;
    };
    let worst = 0;
    for (let i = 0; i < size; i++) {
      // Richardson's combination of two central differences: its error is of the fourth order in the step.
      const [wide, narrow] = [2e-3, 1e-3].map((h) => (at(i, h) - at(i, -h)) / (2 * h)) as [number, number];
      worst = Math.max(worst, Math.abs((4 * narrow - wide) / 3 - gradient[i]!));
    }
    expect(worst).toBeLessThan(1e-9);
  });

  it("the control: a gradient without the way through the cell state is told apart", () => {
    const network = networks[3]!;
    const w = weightsOf(layoutOf(network).size);
    const [long] = sequencesOf("many-to-one");
    const whole = lossAndGradient(network, w, [long!]).gradient;
    const cut = lossAndGradient(network, w, [
      { x: long!.x.slice(-1), targets: new Map([[0, [...long!.targets.values()][0]!]]) },
    ]).gradient;
    expect(Math.max(...whole.map((value, i) => Math.abs(value - cut[i]!)))).toBeGreaterThan(1e-3);
  });

  it.for(cases)("on tfjs equals float64 to 1e-5: $name", async ({ network, shape }) => {
    const { layers, v, c, size } = layoutOf(network);
    const w = weightsOf(size);
    const net = await RecurrentNetwork.create(network);
    const named = net.weights();
    const set = (name: string, start: number, rows: number, columns?: number): void => {
      const values = Float32Array.from(w.subarray(start, start + rows * (columns ?? 1)));
      const value = tidy(() =>
        columns === undefined
          ? tensor(values, [rows], "float32")
          : transpose(tensor(values, [rows, columns], "float32")),
      );
      named
        .get(name)!
        .variable.assign(name.includes("peephole") ? tensor(values, [rows, columns!], "float32") : value);
      value.dispose();
    };
    layers.forEach(({ units, inputs, u, w: recurrent, b, p }, i) => {
      const fields = (network.cell === "rnn" ? 1 : 4) * units;
      set(`rnn.weight_ih_l${i}`, u, fields, inputs);
      set(`rnn.weight_hh_l${i}`, recurrent, fields, units);
      set(`rnn.bias_ih_l${i}`, b, fields);
      named.get(`rnn.bias_hh_l${i}`)!.variable.assign(tensor(new Float32Array(fields)));
      if (network.cell === "peephole-lstm") set(`rnn.weight_peephole_l${i}`, p, 3, units);
    });
    set("output.weight", v, letters, network.hidden.at(-1)!);
    set("output.bias", c, letters);
    const { inputs, targets } = rowsOf(shape);
    const data = {
      kind: "tokens" as const,
      shape,
      inputs: new TokenRows(inputs),
      targets: new TokenRows(targets),
    };
    const batch = tokenBatch(tokenPlan(data, [0, 1, 2], 0));
    const wanted = lossAndGradient(network, w, sequencesOf(shape));
    const { value, grads } = variableGrads(
      () => batchLoss(net, batch) as Scalar,
      [...named.values()].map(({ variable }) => variable),
    );
    expect(value.dataSync()[0]).toBeCloseTo(wanted.loss, 5);
    const close = (name: string, start: number, transposed: boolean): void => {
      const { variable } = named.get(name)!;
      const gradient = grads[variable.name]! as Tensor;
      const values = tidy(() => (transposed ? transpose(gradient) : gradient.clone())).dataSync();
      values.forEach((found, i) => {
        expect(Math.abs(found - wanted.gradient[start + i]!)).toBeLessThan(1e-5);
      });
    };
    layers.forEach(({ u, w: recurrent, b, p }, i) => {
      close(`rnn.weight_ih_l${i}`, u, true);
      close(`rnn.weight_hh_l${i}`, recurrent, true);
      close(`rnn.bias_ih_l${i}`, b, false);
      close(`rnn.bias_hh_l${i}`, b, false);
      if (network.cell === "peephole-lstm") close(`rnn.weight_peephole_l${i}`, p, false);
    });
    close("output.weight", v, true);
    close("output.bias", c, false);
    net.dispose();
  });
});
