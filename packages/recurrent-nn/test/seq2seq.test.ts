import { useBackend } from "@elbowjs/backend";
import { beamSearch, greedy } from "@elbowjs/decoding";
import { TokenRows } from "@elbowjs/sequence-data";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { Seq2Seq, type Seq2SeqData, type Seq2SeqOptions } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

const end = 3;
/** Rows of the tokens 0 to 2, and the same from behind. */
const pairs = (count: number): Seq2SeqData => {
  const rows = Array.from({ length: count }, (_, i) =>
    Array.from({ length: 1 + (i % 4) }, (_, k) => (i * (k + 1) + (i >> k)) % 3),
  );
  return {
    inputs: new TokenRows(rows),
    targets: new TokenRows(rows.map((row) => [...row.toReversed(), end])),
  };
};
const small = (options: Partial<Seq2SeqOptions> = {}): Promise<Seq2Seq> =>
  Seq2Seq.create({ sources: 3, targets: 4, end, embedding: 4, hidden: [8], seed: 1, ...options });

describe.each([false, true])("Seq2Seq with attention: %s", (attention) => {
  it("learns to write from behind, and writes by itself what fit was told", async () => {
    const data = pairs(40);
    const model = await small({ attention, hidden: [24], embedding: 8 });
    const { epochs } = await model.fit(data, {
      epochs: 80,
      batchSize: 20,
      optimizer: { type: "adam", learningRate: 0.02 },
      validation: data,
    });
    const { validation } = epochs.at(-1)!;
    expect(validation!.solved).toBe(1);
    expect(validation!.loss).toBeLessThan(0.1);
    const next = model.next(data.inputs.row(7)); // of four tokens
    const [best] = await greedy(next.tokens, { end, maxLength: 6 });
    expect([...best!.tokens]).toEqual([...data.targets.row(7)]);
    next.dispose();
    model.dispose();
  });

  it.for(["rnn", "lstm", "peephole-lstm"] as const)("%s: padding changes no loss", async (cell) => {
    const model = await small({ attention, cell });
    const data = pairs(6);
    const whole = await model.evaluate(data);
    let sum = 0;
    let count = 0;
    for (let i = 0; i < 6; i++) {
      const one = {
        inputs: new TokenRows([data.inputs.row(i)]),
        targets: new TokenRows([data.targets.row(i)]),
      };
      const { loss } = await model.evaluate(one);
      sum += loss * data.targets.lengths[i]!;
      count += data.targets.lengths[i]!;
    }
    expectClose([whole.loss], [sum / count], { rtol: 1e-5, atol: 1e-6 });
    model.dispose();
  });

  it("scores in a beam search what evaluate says of the same sequence", async () => {
    const model = await small({ attention });
    const next = model.next([2, 0]);
    const found = await beamSearch(next.tokens, { end, beams: 3, maxLength: 3 });
    next.dispose();
    const ended = found.filter(({ tokens }) => tokens.at(-1) === end);
    expect(ended.length).toBeGreaterThan(0);
    for (const { tokens, score } of ended) {
      const { loss } = await model.evaluate({
        inputs: new TokenRows([[2, 0]]),
        targets: new TokenRows([tokens]),
      });
      expect(score).toBeCloseTo(-loss * tokens.length, 4);
    }
    model.dispose();
  });

  it("takes a share of teacher forcing; its memory is flat, its file gives it back", async () => {
    const model = await small({ attention });
    const run = async (): Promise<void> => {
      await model.fit(pairs(12), { epochs: 2, batchSize: 5, teacherForcing: 0.5, validation: pairs(5) });
      const next = model.next([1]);
      await beamSearch(next.tokens, { end, beams: 2, maxLength: 4 });
      next.dispose();
      if (attention) await model.attend([0, 1], [1, end]);
    };
    await run();
    const before = memory().numTensors;
    await run();
    expect(memory().numTensors).toBe(before);
    const read = await Seq2Seq.fromSafetensors(await model.toSafetensors());
    expect(await read.evaluate(pairs(5))).toEqual(await model.evaluate(pairs(5)));
    read.dispose();
    model.dispose();
  });
});

describe("Seq2Seq", () => {
  it("looks at the input by weights that sum to 1, and only with attention", async () => {
    const model = await small({ attention: true });
    const weights = await model.attend([0, 1, 2], [2, end]);
    expect(weights.map(({ length }) => length)).toEqual([3, 3]);
    for (const row of weights) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    model.dispose();
    const blind = await small();
    await expect(blind.attend([0], [end])).rejects.toThrow("expected a model with attention");
    blind.dispose();
  });

  it("refuses pairs that do not fit", async () => {
    const model = await small({ maxSteps: 3 });
    const rows = (...given: number[][]): TokenRows => new TokenRows(given);
    await expect(model.fit({ inputs: rows([0]), targets: rows([1]) })).rejects.toThrow(
      "targets that end with the end token 3, got 1",
    );
    await expect(model.fit({ inputs: rows([3]), targets: rows([end]) })).rejects.toThrow(
      "inputs of row 0 in [0, 3), got 3",
    );
    await expect(model.fit({ inputs: rows([0, 1, 2, 0]), targets: rows([end]) })).rejects.toThrow(
      "at most maxSteps = 3 steps, got 4",
    );
    await expect(model.fit({ inputs: rows([0], [1]), targets: rows([end]) })).rejects.toThrow("got 2 and 1");
    expect(() => model.next([])).toThrow(
      "Seq2Seq.next: expected source of at least one token, got an array of 0",
    );
    await expect(small({ end: 4 })).rejects.toThrow("expected end to be an integer in [0, 4), got 4");
    model.dispose();
  });
});
