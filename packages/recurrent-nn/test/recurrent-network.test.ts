import { useBackend } from "@elbowjs/backend";
import { beamSearch, greedy, sample } from "@elbowjs/decoding";
import {
  adding,
  counting,
  digitAddition,
  hello,
  reversing,
  TokenRows,
  temporalOrder,
} from "@elbowjs/sequence-data";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { memory, type Tensor3D, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type RecurrentCell, RecurrentNetwork, type RecurrentNetworkOptions } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

const cells: readonly RecurrentCell[] = ["rnn", "lstm", "peephole-lstm"];
const small = (options: Partial<RecurrentNetworkOptions> = {}): Promise<RecurrentNetwork> =>
  RecurrentNetwork.create({ inputs: 5, hidden: [6, 4], seed: 3, ...options });
const rows = [[0, 1, 2, 3], [4], [2, 2], [1, 0, 3]];

describe("RecurrentNetwork.forward(x)", () => {
  it.for(cells)("%s: padding changes no result, neither outputs nor states", async (cell) => {
    const net = await small({ cell, embedding: 3 });
    const together = net.forward(rows);
    const outputs = await together.outputs.array();
    for (const [i, row] of rows.entries()) {
      const alone = net.forward([row]);
      const [wanted] = await alone.outputs.array();
      expectClose(outputs[i]!.slice(0, row.length).flat(), wanted!.flat(), { rtol: 1e-5, atol: 1e-6 });
      for (const [l, layer] of alone.last.entries())
        expectClose(
          [...together.last[l]!.hidden.dataSync()].slice(
            i * layer.hidden.shape[1],
            (i + 1) * layer.hidden.shape[1],
          ),
          layer.hidden.dataSync(),
          { rtol: 1e-5, atol: 1e-6 },
        );
      alone.dispose();
    }
    together.dispose();
    net.dispose();
  });

  it.for(cells)("%s: a sequence in two parts with the state handed on is the whole one", async (cell) => {
    const net = await small({ cell });
    const whole = net.forward([[0, 1, 2, 3, 4]]);
    const first = net.forward([[0, 1]]);
    const second = net.forward([[2, 3, 4]], { state: first.last });
    const joined = [...(await first.outputs.data()), ...(await second.outputs.data())];
    expectClose(joined, await whole.outputs.data(), { rtol: 1e-5, atol: 1e-6 });
    for (const trace of [whole, first, second]) trace.dispose();
    net.dispose();
  });

  it("returns the trace: gates in (0, 1), s_t = s_{t−1} f_t + g_t i_t, y_t = tanh(s_t) o_t", async () => {
    const net = await small({ cell: "lstm" });
    const { states, gates, outputs, dispose } = net.forward(rows);
    expect(outputs.shape).toEqual([4, 4, 5]);
    expect(gates).toHaveLength(2);
    const [cell, hidden] = await Promise.all([states[1]!.cell!.array(), states[1]!.hidden.array()]);
    const { input, forget, candidate, output } = gates[1]!;
    const [i, f, g, o] = await Promise.all(
      [input, forget, candidate, output].map((gate) => gate.array() as Promise<number[][][]>),
    );
    for (let t = 0; t < 4; t++)
      for (let j = 0; j < 4; j++) {
        const before = t > 0 ? cell[0]![t - 1]![j]! : 0;
        const s = before * f![0]![t]![j]! + g![0]![t]![j]! * i![0]![t]![j]!;
        expect(cell[0]![t]![j]).toBeCloseTo(s, 5);
        expect(hidden[0]![t]![j]).toBeCloseTo(Math.tanh(s) * o![0]![t]![j]!, 5);
      }
    dispose();
    net.dispose();
  });

  it("refuses what does not fit, each by its own error, and leaves nothing behind", async () => {
    const net = await small({ maxSteps: 6 });
    const other = await small({ hidden: [6] });
    const trace = net.forward(rows);
    const tensors = memory().numTensors;
    const caller = "RecurrentNetwork.forward: expected";
    expect(() => net.forward([])).toThrow(TypeError);
    expect(() => net.forward([[1], []])).toThrow(
      `${caller} sequences of at least one step, got none in row 1`,
    );
    expect(() => net.forward([[5]])).toThrow(
      `${caller} tokens in [0, 5), got 5; is it of another vocabulary?`,
    );
    expect(() => net.forward([[0, 1, 2, 3, 4, 0, 1]])).toThrow(
      `${caller} sequences of at most maxSteps = 6 steps, got 7`,
    );
    expect(() => net.forward([[0, 1]], { lengths: [0] })).toThrow(
      `${caller} lengths[0] to be an integer in [1, 2], got 0`,
    );
    expect(() => net.forward([[0], [1]], { state: trace.last })).toThrow(
      `${caller} hidden of the state of layer 0 of shape [2, 6], got [4, 6]`,
    );
    const foreign = other.forward(rows);
    expect(() => net.forward(rows, { state: foreign.last })).toThrow(`${caller} state of 2 layers`);
    foreign.dispose();
    const wrong = tensor3d([[[1, 2]]]);
    expect(() => net.forward(wrong)).toThrow(`${caller} x of shape [n, T, 5], got [1, 1, 2]`);
    wrong.dispose();
    expect(() => net.forward(rows, { length: [1] } as object)).toThrow("did you mean lengths?");
    expect(memory().numTensors).toBe(tensors);
    trace.dispose();
    net.dispose();
    other.dispose();
    expect(() => net.forward(rows)).toThrow("expected a model in use");
  });
});

describe("RecurrentNetwork.fit(data)", () => {
  it.for(cells)("%s learns hello, which a network without memory cannot", async (cell) => {
    const task = hello();
    const net = await small({ cell, hidden: [8], seed: 1 });
    await net.fit(task, { epochs: 200, optimizer: { type: "adam", learningRate: 0.03 } });
    expect((await net.evaluate(task)).loss).toBeLessThan(0.01);
    net.dispose();
    const letters = (text: string): TokenRows =>
      new TokenRows([...text].map((letter) => task.vocabulary.encode(letter)));
    const apart = { inputs: letters("hello"), targets: letters("ello□") };
    const forgetful = await small({ cell, hidden: [8], seed: 1 });
    await forgetful.fit(apart, { epochs: 300, optimizer: { type: "adam", learningRate: 0.03 } });
    expect((await forgetful.evaluate(apart)).loss).toBeGreaterThan((2 * Math.LN2) / 5 - 1e-3);
    forgetful.dispose();
  });

  it("takes all four shapes, and numbers; its memory is flat", async () => {
    const reversed = reversing(20, { length: 3, symbols: 3 });
    const inputs = reversed.vocabulary.size + reversed.answers.size;
    const net = await RecurrentNetwork.create({ inputs, hidden: [8], outputs: reversed.answers.size });
    const ordered = temporalOrder(20, { length: 12 });
    const orderly = await RecurrentNetwork.create({
      inputs: ordered.vocabulary.size,
      outputs: ordered.answers.size,
      hidden: [4],
    });
    const sums = adding(20, { length: 10 });
    const adder = await RecurrentNetwork.create({ inputs: 2, outputs: 1, hidden: [4] });
    const pictures = {
      shape: "one-to-many" as const,
      inputs: new TokenRows([[0], [1]]),
      targets: new TokenRows([[1, 2, 3], [2]]),
    };
    const captions = await small();
    const run = async (): Promise<void> => {
      await net.fit(reversed, { epochs: 2, batchSize: 6, teacherForcing: 0.5 });
      await orderly.fit(ordered, { epochs: 2, batchSize: 6, truncate: 5 });
      await adder.fit(sums, { epochs: 2, batchSize: 6, validation: sums });
      await captions.fit(pictures, { epochs: 2 });
      await net.evaluate(reversed);
      await captions.evaluate(pictures);
    };
    await run();
    const before = memory().numTensors;
    await run();
    expect(memory().numTensors).toBe(before);
    for (const network of [net, orderly, adder, captions]) network.dispose();
  });

  it.for(["synchronous", "many-to-one"] as const)(
    "%s numbers of several lengths: what stands behind a row is not read, and nothing is told there",
    async (shape) => {
      const [size, length, lengths] = [3, 5, [5, 2, 3]];
      const told = shape === "synchronous" ? length : 1;
      const net = await small({ outputs: 2 });
      const inputs = Float32Array.from({ length: size * length * 5 }, (_, i) => Math.sin(i));
      const targets = Float32Array.from({ length: size * told * 2 }, (_, i) => Math.cos(i));
      const data = { shape, inputs, targets, size, length, lengths };
      const { loss } = await net.evaluate(data);
      const spoilt = inputs.slice();
      for (const [i, own] of lengths.entries()) spoilt.fill(7, (i * length + own) * 5, (i + 1) * length * 5);
      expect((await net.evaluate({ ...data, inputs: spoilt })).loss).toBe(loss);
      expect((await net.evaluate({ ...data, inputs: spoilt, lengths: undefined })).loss).not.toBe(loss); // the control
      // Row by row, alone: the same mean over what is told.
      let [sum, count] = [0, 0];
      for (const [i, own] of lengths.entries()) {
        const some = own * (shape === "synchronous" ? 2 : 0) + (shape === "synchronous" ? 0 : 2);
        const alone = {
          shape,
          inputs: inputs.slice(i * length * 5, (i * length + own) * 5),
          targets: targets.slice(i * told * 2, i * told * 2 + some),
          ...{ size: 1, length: own },
        };
        sum += some * (await net.evaluate(alone)).loss;
        count += some;
      }
      expectClose([loss], [sum / count], { rtol: 1e-5 });
      await net.fit(data, { epochs: 1, batchSize: 2 });
      await expect(net.fit({ ...data, lengths: [5, 2] })).rejects.toThrow("expected lengths to be 3 steps");
      await expect(net.fit({ ...data, lengths: [5, 2, 6] })).rejects.toThrow(
        "expected lengths[2] to be an integer in [1, 5], got 6",
      );
      net.dispose();
    },
  );

  it("cuts backpropagation through time at truncate; the outputs are the same", async () => {
    const task = counting({ from: 3, to: 3 });
    const losses: number[][] = [];
    for (const truncate of [undefined, 2]) {
      const net = await RecurrentNetwork.create({ inputs: 4, hidden: [5], seed: 2 });
      const own: number[] = [];
      await net.fit(task, { epochs: 3, truncate, onBatch: ({ loss }) => own.push(loss) });
      losses.push(own);
      net.dispose();
    }
    expect(losses[1]![0]).toBeCloseTo(losses[0]![0]!, 6);
    expect(Math.abs(losses[1]![2]! - losses[0]![2]!)).toBeGreaterThan(1e-6);
  });

  it("keeps the state of a text from batch to batch, or resets it", async () => {
    const text = Int32Array.from({ length: 401 }, (_, i) => (i * i) % 5);
    const losses: number[][] = [];
    for (const keepState of [true, false]) {
      const net = await small();
      const own: number[] = [];
      await net.fit(
        { tokens: text },
        { epochs: 1, batchSize: 4, truncate: 20, keepState, onBatch: ({ loss }) => own.push(loss) },
      );
      losses.push(own);
      net.dispose();
    }
    expect(losses[0]).toHaveLength(5);
    expect(losses[0]![0]).toBe(losses[1]![0]); // the first batch begins with zeros
    expect(losses[0]![1]).not.toBe(losses[1]![1]);
  });

  it("goes on from a checkpoint to the same bits", async () => {
    const task = temporalOrder(30, { length: 12 });
    const sizes = { inputs: task.vocabulary.size, outputs: task.answers.size, hidden: [5] };
    const whole = await RecurrentNetwork.create(sizes);
    let bytes: Uint8Array | undefined;
    await whole.fit(task, {
      epochs: 3,
      batchSize: 8,
      onEpoch: async ({ epoch }, checkpoint) => {
        if (epoch === 2) bytes = await checkpoint();
      },
    });
    const resumed = await RecurrentNetwork.fromSafetensors(bytes!);
    await resumed.fit(task, { epochs: 3, batchSize: 8, resume: bytes! });
    expect(await resumed.toSafetensors()).toEqual(await whole.toSafetensors());
    whole.dispose();
    resumed.dispose();
  });

  it("refuses data that do not fit, before any work", async () => {
    const net = await small();
    const caller = "RecurrentNetwork.fit: expected";
    const task = { inputs: new TokenRows([[1, 2]]), targets: new TokenRows([[1]]) };
    await expect(net.fit(task)).rejects.toThrow(
      `${caller} rows that are synchronous, got 2 inputs and 1 targets in row 0`,
    );
    await expect(net.fit({ inputs: new TokenRows([[7]]), targets: new TokenRows([[1]]) })).rejects.toThrow(
      `${caller} inputs of row 0 in [0, 5), got 7`,
    );
    await expect(net.fit({ tokens: new Int32Array(10) })).rejects.toThrow(
      "a text of at least batchSize · steps + 1 = 2501 tokens, got 10",
    );
    const numbers = {
      inputs: new Float32Array(10).fill(Number.NaN),
      targets: new Float32Array(5),
      size: 1,
      length: 2,
    };
    await expect(net.fit(numbers, { shape: "many-to-one" })).rejects.toThrow(
      `${caller} inputs to be finite, got NaN at [0]`,
    );
    await expect(net.fit(hello(), { loss: "squared-error" })).rejects.toThrow("loss of tokens");
    await expect(net.fit(hello(), { truncat: 3 } as object)).rejects.toThrow("did you mean truncate?");
    await expect(net.fit(digitAddition(3))).rejects.toThrow(RangeError);
    net.dispose();
  });
});

describe("RecurrentNetwork.create(options)", () => {
  it("is the same for the same seed, and its file gives it back", async () => {
    const [one, two, other] = await Promise.all([small(), small(), small({ seed: 4 })]);
    const bytes = await one.toSafetensors();
    expect(await two.toSafetensors()).toEqual(bytes);
    expect(await other.toSafetensors()).not.toEqual(bytes);
    const read = await RecurrentNetwork.fromSafetensors(bytes);
    expect(read.options).toEqual(one.options);
    expect(await read.toSafetensors()).toEqual(bytes);
    for (const net of [one, two, other, read]) net.dispose();
  });

  it("refuses options out of range", async () => {
    await expect(small({ hidden: [] })).rejects.toThrow(
      "expected hidden to be the units of 1 to 64 layers, got []",
    );
    await expect(small({ hidden: [0] })).rejects.toThrow(
      "expected hidden[0] to be an integer in [1, 65536], got 0",
    );
    await expect(small({ cell: "gru" as RecurrentCell })).rejects.toThrow(
      "cell to be one of 'rnn', 'lstm', 'peephole-lstm'",
    );
    await expect(RecurrentNetwork.create({ inputs: 0 })).rejects.toThrow(RangeError);
    await expect(RecurrentNetwork.create(undefined as unknown as RecurrentNetworkOptions)).rejects.toThrow(
      TypeError,
    );
  });
});

describe("RecurrentNetwork.next()", () => {
  it("gives @elbowjs/decoding the outputs of forward, whatever the beams", async () => {
    const net = await small({ cell: "peephole-lstm" });
    const next = net.next();
    const found = await beamSearch(next.tokens, { prompt: [1, 2], beams: 3, maxLength: 4 });
    for (const { tokens, score } of found) {
      const trace = net.forward([[1, 2, ...tokens]]);
      const [logits] = await trace.outputs.array();
      let sum = 0;
      tokens.forEach((token, k) => {
        const row = logits![k + 1]!;
        const total = Math.log(row.reduce((a, value) => a + Math.exp(value), 0));
        sum += row[token]! - total;
      });
      expect(score).toBeCloseTo(sum, 4);
      trace.dispose();
    }
    await expect(greedy(next.tokens)).rejects.toThrow("a prompt of at least one token");
    expect(await sample(next.tokens, { prompt: [0], samples: 5, maxLength: 3 })).toHaveLength(5);
    next.dispose();
    net.dispose();
  });

  it("leaves no tensor behind", async () => {
    const net = await small();
    const before = memory().numTensors;
    const next = net.next();
    await beamSearch(next.tokens, { prompt: [1], beams: 4, maxLength: 5 });
    next.dispose();
    const trace = net.forward(tensor3d([[[1, 0, 0, 0, 0]]]) as Tensor3D);
    trace.dispose();
    expect(memory().numTensors).toBe(before + 1); // the input is ours
    net.dispose();
  });
});
